"""Settings: every fault at once, each with its line in mkdocs.yml."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import ProviderSettings, load_settings
from generator.errors import SettingsError

GOOD = """\
site_name: خلاصة
docs_dir: pages
plugins:
  - khulasa:
      sentences: 5
      comments: omit
      providers:
        - google
        - libre: {url: "http://127.0.0.1:5000/"}
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mkdocs.yml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    return [str(problem) for problem in caught.value.problems]


def test_settings_are_read_without_mkdocs(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, GOOD))
    assert (settings.sentences, settings.comments, settings.site_name) == (5, "omit", "خلاصة")
    assert settings.docs_path == tmp_path / "pages"
    assert settings.providers == (
        ProviderSettings("google"),
        ProviderSettings("libre", {"url": "http://127.0.0.1:5000/"}),
    )


def test_a_plugin_without_options_has_the_defaults(tmp_path: Path) -> None:
    for plugins in ("plugins: [khulasa]", "plugins:\n  - search\n  - khulasa:\n"):
        settings = load_settings(written(tmp_path, f"site_name: x\n{plugins}\n"))
        assert (settings.sentences, settings.comments, settings.providers) == (4, "fold", ())


def test_a_value_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHULASA_TEST_FOLDER", "sources")
    path = written(tmp_path, "plugins:\n  - khulasa:\n      articles: !ENV KHULASA_TEST_FOLDER\n")
    assert load_settings(path).articles_path == tmp_path / "sources"


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    told = faults(
        written(
            tmp_path,
            "site_name: x\n"
            "plugins:\n"
            "  - search\n"
            "  - khulasa:\n"
            "      sentence: 4\n"
            "      sentences: 9\n"
            "      comments: hide\n"
            "      newest: many\n"
            "      articles: ../elsewhere\n"
            "      translations: /etc\n"
            "      providers: google\n",
        )
    )
    assert [line.partition(":")[2].partition(":")[0] for line in sorted(told)] == [
        "10", "11", "5", "6", "7", "8", "9",
    ]  # fmt: skip
    (unknown,) = [line for line in told if ":5:" in line]
    assert "unknown setting 'sentence'" in unknown
    assert "Did you mean 'sentences'?" in unknown


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plugins:\n  - khulasa:\n  x: [\n", "mkdocs.yml:3: broken YAML"),
        ("plugins: [search]\n", "no 'khulasa' among the plugins"),
        ("- just a list\n", "no settings in the file"),
        ("plugins:\n  - khulasa:\n      providers: [3]\n", "mkdocs.yml:3: 'providers' (expected"),
        (
            "plugins:\n  - khulasa:\n      hijri: Umm\n",
            "mkdocs.yml:3: 'hijri: Umm' (expected true or",
        ),
        ("plugins:\n  - khulasa: fold\n", "mkdocs.yml:2: the options of the khulasa plugin"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_place(
    tmp_path: Path, text: str, told: str
) -> None:
    assert any(told in line for line in faults(written(tmp_path, text)))


def test_a_file_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    (line,) = faults(tmp_path / "mkdocs.yml")
    assert "no such file" in line
    assert "-f" in line


def test_what_is_set_for_a_provider_is_never_shown(tmp_path: Path) -> None:
    text = "plugins:\n  - khulasa:\n      providers: {libre: [api_key, s3cret]}\n"
    assert not any("s3cret" in line for line in faults(written(tmp_path, text)))
