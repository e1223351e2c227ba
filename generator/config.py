"""Turn a mapping (`plugins: khulasa` of mkdocs.yml) into `Settings`.

Refuses unknown keys and wrong values, all at once, each with the line it stands on.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    site_url: str | None = None
    """Address of the site (MkDocs' own setting); servers that are asked for pages are told it."""
    docs_dir: str = "docs"
    """Where pages are written (MkDocs' own setting)."""
    site_dir: str = "site"
    """Where MkDocs builds the site (MkDocs' own setting)."""
    directory_urls: bool = True
    """Whether a page's address is a folder, and not a file (MkDocs' `use_directory_urls`)."""
    articles: str = "articles"
    """Folder of the sources."""
    translations: str = "translations"
    """Folder of the PO files."""
    sentences: int = 4
    """Sentences of a summary, 3 to 5."""
    summarizer: Literal["lead", "llm"] = "lead"
    """Whether the summary's sentences are chosen, or written by a provider that can (`openai`)."""
    comments: Literal["fold", "omit"] = "fold"
    """Whether readers' comments are shown, folded, or left out of the site."""
    newest: int = 20
    """Articles on a home page."""
    hijri: bool = False
    """Whether the Hijri day is shown behind a Gregorian one."""
    feeds: Literal["summary", "full", "off"] = "summary"
    """Whether entries of feeds hold the summary or the whole text, or there are no feeds."""
    feed_length: int = 20
    """Entries of a feed."""
    identity: str | None = None
    """What the ids in feeds are made from; without it, the address of the site."""
    licence: str | None = None
    """Under what terms the digest may be used, in a sentence."""
    contact: str | None = None
    """Where readers may write: an e-mail address, or the address of a page."""
    noindex: bool = False
    """Whether search engines are asked to leave the site alone."""
    cards: bool = False
    """Whether each article has a picture for where links to it are shared."""
    pdf: Literal["off", "arabic", "english", "bilingual"] = "off"
    """Whether articles and issues are offered as PDF, and in which layout."""
    epub: Literal["off", "arabic", "english", "bilingual"] = "off"
    """Whether issues are offered as EPUB, and in which layout."""
    raw: Literal["keep", "compress", "off"] = "keep"
    """Whether `khulasa add` keeps the bytes that articles were made from."""
    sources: tuple[str, ...] = ()
    """Addresses of feeds and pages that `khulasa add --configured` looks at."""
    providers: tuple[ProviderSettings, ...] = ()
    """Who is asked for translations, in this order."""

    @property
    def docs_path(self) -> Path:
        return self.root / self.docs_dir

    @property
    def site_path(self) -> Path:
        return self.root / self.site_dir

    @property
    def cache_path(self) -> Path:
        """What can be made again, and is kept to save time; git ignores it."""
        return self.root / ".cache" / "khulasa"

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
    return replace(
        settings_from(options, config_file),
        site_name=str(document.get("site_name", "Khulasa")),
        docs_dir=str(document.get("docs_dir", "docs")),
        site_dir=str(document.get("site_dir", "site")),
        site_url=str(document.get("site_url") or "") or None,
        directory_urls=document.get("use_directory_urls", True) is not False,
    )


def settings_from(options: Any, config_file: Path) -> Settings:
    """Check the plugin's `options`. Raises SettingsError with every fault found."""
    faults = list(_faults(options))
    if faults:
        lines = _option_lines(config_file)
        raise SettingsError(
            *(
                Problem(config_file.name, found, expected, action, lines.get(key))
                for key, found, expected, action in faults
            )
        )
    values = {key: value for key, value in options.items() if value is not None}
    for key in ("raw", "feeds", "pdf", "epub"):
        if values.get(key) is False:  # what YAML makes of a bare "off"
            values[key] = "off"
    values["sources"] = tuple(source.strip() for source in values.get("sources", ()))
    providers = (ProviderSettings(n, o) for n, o in _named(values.pop("providers", [])))
    return Settings(root=config_file.resolve().parent, providers=tuple(providers), **values)


def _faults(options: Any) -> Iterator[tuple[str, str, str, str]]:
    """(the setting, what was found, what was expected, what to do) for each fault."""
    if not isinstance(options, Mapping):
        yield "khulasa", "the options of the khulasa plugin are no settings", "'key: value'", ""
        return
    for key, value in options.items():
        if key not in _CHECKS:
            close = difflib.get_close_matches(str(key), _CHECKS, n=1)
            action = f"Did you mean '{close[0]}'?" if close else "Remove it."
            found = f"unknown setting '{key}' of the khulasa plugin"
            yield str(key), found, ", ".join(_CHECKS), action
            continue
        is_good, expected = _CHECKS[key]
        if value is not None and not is_good(value):
            # What is set for a provider is not shown: somebody may have put a key there.
            found = "'providers'" if key == "providers" else f"'{key}: {value}'"
            yield str(key), found, expected, ""


def _is_inner_folder(value: Any) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    path = Path(value)
    return not path.is_absolute() and ".." not in path.parts and path.parts != ()


def _is_count(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _are_providers(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(name, str) and isinstance(options, Mapping) for name, options in _named(value)
    )


def _are_addresses(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, str) and re.fullmatch(r"\s*https?://[^\s/]\S*\s*", one, re.IGNORECASE)
        for one in value
    )


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_layout(value: Any) -> bool:
    return value in ("arabic", "english", "bilingual", "off") or value is False


def _is_contact(value: Any) -> bool:
    return isinstance(value, str) and bool(
        re.fullmatch(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+|https?://[^\s<>\"']+", value)
    )


_FOLDER = "a folder below the one of mkdocs.yml"
_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "articles": (_is_inner_folder, _FOLDER),
    "translations": (_is_inner_folder, _FOLDER),
    "sentences": (_is_count(3, 5), "3, 4 or 5"),
    "summarizer": (lambda value: value in ("lead", "llm"), "'lead' or 'llm'"),
    "comments": (lambda value: value in ("fold", "omit"), "'fold' or 'omit'"),
    "newest": (_is_count(1, 200), "a whole number from 1 to 200"),
    "hijri": (lambda value: isinstance(value, bool), "true or false"),
    "feeds": (
        lambda value: value in ("summary", "full", "off") or value is False,
        "'summary', 'full' or 'off'",
    ),
    "feed_length": (_is_count(1, 500), "a whole number from 1 to 500"),
    "identity": (_is_name, "a text that stays the same, such as the first address of the site"),
    "licence": (_is_name, "a sentence"),
    "contact": (_is_contact, "an e-mail address, or one that begins with https://"),
    "noindex": (lambda value: isinstance(value, bool), "true or false"),
    "cards": (lambda value: isinstance(value, bool), "true or false"),
    "pdf": (_is_layout, "'arabic', 'english', 'bilingual' or 'off'"),
    "epub": (_is_layout, "'arabic', 'english', 'bilingual' or 'off'"),
    "raw": (
        lambda value: value in ("keep", "compress", "off") or value is False,
        "'keep', 'compress' or 'off'",
    ),
    "sources": (_are_addresses, "a list of addresses, each beginning with https:// or http://"),
    "providers": (_are_providers, "a list of names, or of names with their options"),
}
"""Each setting that there is, with what it must be."""


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


def _option_lines(config_file: Path) -> dict[str, int]:
    """The lines on which the plugin and its options stand in mkdocs.yml."""
    try:
        root = yaml.compose(config_file.read_bytes(), Loader=_Loader)
    except (OSError, yaml.YAMLError):
        return {}  # Whoever reads the file tells of that.
    items: list[yaml.Node] = []
    for name, plugins in _pairs(root):
        if name.value == "plugins":
            items += plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    lines = {}
    for item in items:
        for plugin, options in _pairs(item):
            if plugin.value == "khulasa":
                for key in (plugin, *(key for key, _ in _pairs(options))):
                    lines[str(key.value)] = key.start_mark.line + 1
    return lines


def _pairs(node: yaml.Node | None) -> list[tuple[Any, Any]]:
    return node.value if isinstance(node, yaml.MappingNode) else []
