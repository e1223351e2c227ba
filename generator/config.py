"""Turn a mapping (`plugins: khulasa` of mkdocs.yml) into `Settings`.

Refuses unknown keys and wrong values, all at once, each with the line it stands on.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

import yaml
import yaml_env_tag

from generator.errors import SettingsError
from generator.models import Problem

CONFIG_FILE = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """One translation provider: its name and its options as they stand in mkdocs.yml."""

    name: str
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. Folders are below `root`, the folder of mkdocs.yml."""

    root: Path = Path()
    site_name: str = "Khulasa"
    docs_dir: str = "docs"
    """Where pages are written (MkDocs' own setting)."""
    site_dir: str = "site"
    """Where MkDocs builds the site (MkDocs' own setting)."""
    articles: str = "articles"
    """Folder of the sources."""
    translations: str = "translations"
    """Folder of the PO files."""
    sentences: int = 4
    """Sentences of a summary, 3 to 5."""
    comments: Literal["fold", "omit"] = "fold"
    """Whether readers' comments are shown, folded, or left out of the site."""
    newest: int = 20
    """Articles on a home page."""
    providers: tuple[ProviderSettings, ...] = ()
    """Who is asked for translations, in this order."""

    @property
    def docs_path(self) -> Path:
        return self.root / self.docs_dir

    @property
    def site_path(self) -> Path:
        return self.root / self.site_dir

    @property
    def articles_path(self) -> Path:
        return self.root / self.articles

    @property
    def translations_path(self) -> Path:
        return self.root / self.translations


def load_settings(config_file: Path) -> Settings:
    """Read mkdocs.yml without MkDocs, for the commands that build no site.

    Raises SettingsError when the file cannot be read, holds no `khulasa` plugin, or holds faults.
    """
    document = _read_yaml(config_file)
    plugins = document.get("plugins") or []
    options = next((o for name, o in _named(plugins) if name == "khulasa"), None)
    if options is None:
        raise SettingsError(
            Problem(
                path=config_file.name,
                found="no 'khulasa' among the plugins",
                action="Add '- khulasa' under 'plugins:'.",
            )
        )
    return settings_from(
        options,
        config_file=config_file,
        site_name=str(document.get("site_name", "Khulasa")),
        docs_dir=str(document.get("docs_dir", "docs")),
        site_dir=str(document.get("site_dir", "site")),
    )


def settings_from(
    options: Mapping[str, Any],
    config_file: Path,
    site_name: str = "Khulasa",
    docs_dir: str = "docs",
    site_dir: str = "site",
) -> Settings:
    """Check the plugin's `options`. Raises SettingsError with every fault found."""
    lines = _OptionLines(config_file)
    problems: list[Problem] = []

    def fault(key: str, found: str, expected: str, action: str = "") -> None:
        problems.append(Problem(config_file.name, found, expected, action, line=lines.of(key)))

    known = {"articles", "translations", "sentences", "comments", "newest", "providers"}
    for key in options:
        if key not in known:
            close = difflib.get_close_matches(str(key), known, n=1)
            fault(
                str(key),
                f"unknown setting '{key}' of the khulasa plugin",
                ", ".join(sorted(known)),
                f"Did you mean '{close[0]}'?" if close else "Remove it.",
            )

    defaults = {f.name: f.default for f in fields(Settings)}
    values: dict[str, Any] = {
        key: options[key] for key in known & options.keys() if options[key] is not None
    }
    for key in ("articles", "translations"):
        if not _is_inner_folder(values.get(key, defaults[key])):
            fault(key, f"'{key}: {values.pop(key)}'", "a folder below the one of mkdocs.yml")
    if values.get("comments", "fold") not in ("fold", "omit"):
        fault("comments", f"'comments: {values.pop('comments')}'", "'fold' or 'omit'")
    if values.get("sentences", 4) not in (3, 4, 5):
        fault("sentences", f"'sentences: {values.pop('sentences')}'", "3, 4 or 5")
    newest = values.get("newest", 20)
    if type(newest) is not int or not 1 <= newest <= 200:
        fault("newest", f"'newest: {values.pop('newest')}'", "a whole number from 1 to 200")
    values["providers"] = tuple(_providers(values.get("providers", []), fault))

    if problems:
        raise SettingsError(*problems)
    return Settings(
        root=config_file.resolve().parent,
        site_name=site_name,
        docs_dir=docs_dir,
        site_dir=site_dir,
        **values,
    )


def _providers(value: Any, fault: Any) -> Iterator[ProviderSettings]:
    """`[google, {libre: {url: ...}}]` as records; the providers check their own options."""
    if not isinstance(value, list):
        fault("providers", "'providers' is no list", "a list such as '[google, mymemory]'")
        return
    for name, options in _named(value):
        if not isinstance(name, str) or not isinstance(options, Mapping):
            fault("providers", f"the provider {name!r}", "a name, or a name with its options")
        else:
            yield ProviderSettings(name, dict(options))


def _named(items: Any) -> Iterator[tuple[Any, Any]]:
    """MkDocs' way to list things: `name`, or `{name: options}`, or a mapping of all."""
    if isinstance(items, Mapping):
        items = [{name: options} for name, options in items.items()]
    for item in items if isinstance(items, list) else []:
        if isinstance(item, Mapping):
            for name, options in item.items():
                yield name, {} if options is None else options
        else:
            yield item, {}


def _is_inner_folder(value: Any) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    path = Path(value)
    return not path.is_absolute() and ".." not in path.parts and path.parts != ()


class _Loader(yaml.SafeLoader):
    """Safe YAML that also knows MkDocs' `!ENV` and passes over its `!!python/name:` tags."""


_Loader.add_constructor("!ENV", yaml_env_tag.construct_env_tag)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def _read_yaml(config_file: Path) -> dict[str, Any]:
    try:
        document = yaml.load(config_file.read_bytes(), Loader=_Loader)
    except FileNotFoundError:
        raise SettingsError(
            Problem(
                path=str(config_file),
                found="there is no such file",
                action="Run the command in the folder of mkdocs.yml, or name the file with -f.",
            )
        ) from None
    except yaml.YAMLError as error:
        raise SettingsError(yaml_problem(config_file.name, error)) from None
    if not isinstance(document, dict):
        raise SettingsError(Problem(config_file.name, "no settings in the file", "YAML keys"))
    return document


def yaml_problem(path: str, error: yaml.YAMLError, first_line: int = 1) -> Problem:
    """A YAML fault with its line; `first_line` is where the YAML starts in the file."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "it cannot be read"
    return Problem(
        path=path,
        line=None if mark is None else mark.line + first_line,
        found=f"broken YAML: {what}",
        expected="'key: value' lines; quote a value that holds ': ' or starts with a quote",
    )


class _OptionLines:
    """The lines on which the plugin's options stand in mkdocs.yml."""

    def __init__(self, config_file: Path) -> None:
        try:
            node = yaml.compose(config_file.read_bytes(), Loader=_Loader)
        except (OSError, yaml.YAMLError):
            node = None  # The fault itself is told by whoever reads the file.
        self._lines = dict(self._find(node)) if node is not None else {}

    def of(self, key: str) -> int | None:
        return self._lines.get(key, self._lines.get("khulasa"))

    @staticmethod
    def _find(root: yaml.Node) -> Iterator[tuple[str, int]]:
        plugins = [v for k, v in _pairs(root) if k.value == "plugins"]
        items = [
            item
            for value in plugins
            for item in (value.value if isinstance(value, yaml.SequenceNode) else [value])
        ]
        for item in items:
            named = [(item, None)] if isinstance(item, yaml.ScalarNode) else _pairs(item)
            for key, options in named:
                if key.value != "khulasa":
                    continue
                yield "khulasa", key.start_mark.line + 1
                for name, _ in _pairs(options):
                    yield str(name.value), name.start_mark.line + 1


def _pairs(node: yaml.Node | None) -> list[tuple[Any, Any]]:
    return node.value if isinstance(node, yaml.MappingNode) else []
