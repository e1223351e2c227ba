"""Pictures and books are set once and kept; the cache may be spoiled or deleted."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from generator import typesetting
from generator.errors import PublishError
from generator.models import Sheet
from generator.publishers.typeset import typeset


def sheet(title: str, template: str = "card") -> Sheet:
    shown = {
        "lang": "en",
        "title": [title],
        "title-lang": "en",
        "site": ["Site"],
        "section": [],
        "source": [],
        "date": "2016",
        "status": {"tone": "machine", "text": "Not reviewed"},
    }
    return Sheet(PurePosixPath("cards", f"{title}.png"), template, json.dumps(shown))


def test_only_what_has_changed_is_set_again(tmp_path: Path) -> None:
    first = list(typeset([sheet("one"), sheet("two")], tmp_path))
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    again = list(typeset([sheet("one"), sheet("three")], tmp_path))
    after = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert first[0] == again[0]
    assert len(before) == len(after) == 2
    assert len(before.items() & after.items()) == 1


def test_a_spoiled_picture_is_set_anew(tmp_path: Path) -> None:
    (first,) = typeset([sheet("one")], tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(first.content[:100])
    assert list(typeset([sheet("one")], tmp_path)) == [first]


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match="Make room or mend the permissions"):
        list(typeset([sheet("one")], tmp_path / "file" / "cards"))


def test_a_missing_font_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "FONTS", tmp_path / "no-fonts")
    typesetting.fingerprint.cache_clear()
    with pytest.raises(
        PublishError, match=r"Amiri-Regular\.ttf: .* missing.*Install Khulasa again"
    ):
        list(typeset([sheet("one")], tmp_path))
    typesetting.fingerprint.cache_clear()


def test_what_typst_cannot_set_is_told_without_its_trace() -> None:
    broken = Sheet(PurePosixPath("cards/x.png"), "card", "{}")
    with pytest.raises(PublishError, match=r"^cards/x\.png: it cannot be set: ") as caught:
        typesetting.picture(broken)
    assert "typesetting" not in str(caught.value)
