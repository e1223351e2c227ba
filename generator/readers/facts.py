"""Turn a YAML head or a sidecar into the facts a person gives about a source.

A head stands between two lines of `---` at the very beginning of the source; a sidecar is a file
`<name>.yml` beside it. Both hold the keys of `KEYS` and nothing else; the head of a Markdown file
may also hold those of `RECORD_KEYS`, in which `khulasa add` keeps what it found out.

Refuses, with file and line: broken YAML, an unknown or doubled key, a value of the wrong kind, an
address that is not http or https, a date that cannot be read, and a head and a sidecar that
contradict each other.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import yaml

from generator.errors import SourceError
from generator.models import Problem
from generator.text.calendars import Moment
from generator.text.dates import parse_date
from generator.text.normalize import strip_bidi_overrides

SIDECAR_SUFFIX: Final = ".yml"
MAX_CHARACTERS: Final = 32_768

TEXTS: Final = ("title", "source", "section", "slug")
LISTS: Final = ("authors", "topics")
DATES: Final = ("published", "retrieved")
ADDRESSES: Final = ("url", "archived")
KEYS: Final = (*TEXTS, *ADDRESSES, "lang", *DATES, *LISTS)
NUMBERS: Final = ("confidence", "comments_declared", "revision")
RECORD_KEYS: Final = (*KEYS, "published_text", "sha256", "notes", *NUMBERS)

_FENCE = re.compile(r"-{3}[ \t]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = {
    "confidence": (re.compile(r"0(?:\.\d{1,4})?|1(?:\.0{1,4})?"), "a number from 0 to 1"),
    "comments_declared": (re.compile(r"\d{1,9}"), "a whole number"),
    "revision": (re.compile(r"[1-9]\d{0,3}"), "a whole number from 1 up"),
}
_LANG = re.compile(r"ar(?:-[A-Za-z0-9]{2,8})*")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
# libyaml's parser is ten times as fast; not every build of PyYAML has it.
_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with the place it was given at, as `path:line`."""

    value: str | tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class GivenDate:
    """A date in ISO 8601, and in the words it was given in."""

    iso: str
    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person says about a source; what nobody said is None or empty."""

    given: Mapping[str, Fact] = field(default_factory=dict)

    def text(self, key: str) -> str | None:
        """The value of one of the keys that hold one text."""
        fact = self.given.get(key)
        return fact.value if fact and isinstance(fact.value, str) else None

    @property
    def retrieved(self) -> str | None:
        """When the source was fetched, in ISO 8601."""
        value = self.text("retrieved")
        return _date("retrieved", value) if value else None

    @property
    def published(self) -> GivenDate | None:
        """When the source was published."""
        value = self.text("published")
        iso = _date("published", value) if value else None
        return GivenDate(iso, value) if iso and value else None

    def number(self, key: str) -> float | None:
        """The value of one of the keys that hold a number."""
        value = self.text(key)
        return float(value) if value else None

    def texts(self, key: str) -> tuple[str, ...]:
        """The values of one of the keys that hold several."""
        fact = self.given.get(key)
        return fact.value if fact and isinstance(fact.value, tuple) else ()


def split_head(text: str, path: str, keys: Sequence[str] = KEYS) -> tuple[Facts, int]:
    """The facts in the head of `text`, and how many lines the head takes (0 where there is none).

    `keys` are those that it may hold. Raises SourceError where a head is opened and not closed, or
    cannot be understood.
    """
    lines = _lines(text)
    if not _FENCE.fullmatch(next(lines, "")):
        return Facts(), 0
    head: list[str] = []
    size = 0
    for line in lines:
        if _FENCE.fullmatch(line):
            return read_facts("\n".join(head), path, 2, keys), len(head) + 2
        head.append(line)
        size += len(line)
        if size > MAX_CHARACTERS:
            break
    raise SourceError(
        Problem(
            path,
            f"the YAML head that begins here has no end within {MAX_CHARACTERS} characters",
            "a second line of --- below the facts",
            "Add that line, or delete the first one if the text has no head.",
            1,
        )
    )


def _lines(text: str) -> Iterator[str]:
    """The lines of `text` one at a time: a head is short, the text behind it may be long."""
    for match in re.finditer(r"([^\r\n]*)(\r\n?|\n|\Z)", text):
        yield match[1]


def read_facts(text: str, path: str, first_line: int = 1, keys: Sequence[str] = KEYS) -> Facts:
    """The facts in a YAML text whose first line is line `first_line` of `path`.

    `keys` are those that it may hold. Raises SourceError with all that is wrong with the values;
    with the first fault of the YAML.
    """
    if len(text) > MAX_CHARACTERS:
        found = f"the facts are {len(text)} characters long"
        raise SourceError(
            Problem(path, found, f"at most {MAX_CHARACTERS}", "Shorten them.", first_line)
        )
    given: dict[str, Fact] = {}
    problems: list[Problem] = []
    for key_node, value_node in _mapping(text, path, first_line):
        line = first_line + key_node.start_mark.line
        try:
            key = _key(key_node, given, keys)
            value = _value(key, value_node)
        except _Unfit as fault:
            problems.append(Problem(path, fault.found, fault.expected, "Correct it.", line))
            continue
        if value:
            given[key] = Fact(value, path, line)
    if problems:
        raise SourceError(*problems)
    return Facts(given)


def facts_of(container: Mapping[str, str | tuple[str, ...]], path: str) -> Facts:
    """What a feed, an archive or the like says of a source at `path`; what is not fit is left out.

    A container is no person: nobody is asked to correct a date or an address in it.
    """
    given: dict[str, Fact] = {}
    for key, value in container.items():
        if isinstance(value, tuple):
            kept: str | tuple[str, ...] = tuple(dict.fromkeys(filter(None, map(_one_line, value))))
            is_fit = key in LISTS
        else:
            text = _one_line(value)
            is_fit = key in TEXTS or (
                (key in ADDRESSES and is_address(text))
                or (key in DATES and _date(key, text) is not None)
                or (key == "lang" and bool(_LANG.fullmatch(text)))
            )
            kept = text
        if is_fit and kept:
            given[key] = Fact(kept, path, 1)
    return Facts(given)


def merge(head: Facts, sidecar: Facts) -> Facts:
    """The facts of both. Raises SourceError where they contradict each other."""
    problems = [
        Problem(
            fact.path,
            f"{key}: {_shown(fact.value)} contradicts {other.path}:{other.line},"
            f" which says {_shown(other.value)}",
            "one of the two",
            "Delete the wrong one.",
            fact.line,
        )
        for key, fact in head.given.items()
        if (other := sidecar.given.get(key)) and other.value != fact.value
    ]
    if problems:
        raise SourceError(*problems)
    return Facts({**sidecar.given, **head.given})


class _Unfit(Exception):
    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected


def _mapping(text: str, path: str, first_line: int) -> list[tuple[yaml.Node, yaml.Node]]:
    """The keys and values of a YAML mapping as nodes.

    Nodes are never turned into objects: what is asked of them is text, and what nests deeper than
    a list is refused, so that neither tags nor aliases of aliases can do anything.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = first_line + (mark.line if mark else 0)
        what = getattr(error, "problem", None) or "it cannot be parsed"
        raise SourceError(
            Problem(
                path,
                f"broken YAML: {what}",
                "one `key: value` a line",
                'Correct the line; a value with a colon, # or quotation marks goes inside "...".',
                line,
            )
        ) from None
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        raise SourceError(
            Problem(path, "the facts are not keys and values", "one `key: value` a line",
                    "Write them so, or take the lines of --- out of the text.", first_line)
        )  # fmt: skip
    return list(node.value)


def _key(node: yaml.Node, given: Mapping[str, Fact], keys: Sequence[str]) -> str:
    key = node.value if isinstance(node, yaml.ScalarNode) else "?"
    if key not in keys:
        near = difflib.get_close_matches(key[:40], keys, n=1)
        hint = f"perhaps {near[0]}" if near else f"one of {', '.join(keys)}"
        raise _Unfit(f"unknown key {_shown(key)}", hint)
    if key in given:
        raise _Unfit(f"the key {key} is given twice", "each key once")
    return str(key)


def _value(key: str, node: yaml.Node) -> str | tuple[str, ...]:
    if key in LISTS or key == "notes":
        return _texts(key, node)
    if not isinstance(node, yaml.ScalarNode):
        raise _Unfit(f"{key} holds a {_kind(node)}", "one value")
    value = _scalar(node)
    if key in ADDRESSES and value:
        return _address(key, value)
    if key in DATES and value and _date(key, value) is None:
        raise _Unfit(f"{key}: {_shown(value)} is not a date", 'a date such as "2016-10-25"')
    if key == "lang" and value and not _LANG.fullmatch(value):
        raise _Unfit(f"lang: {_shown(value)} is not Arabic", '"ar", or "ar-SY"')
    if key == "sha256" and value and not _SHA256.fullmatch(value):
        raise _Unfit(f"sha256: {_shown(value)} is no SHA-256", "64 hexadecimal digits")
    if key in _NUMBER and value and not _NUMBER[key][0].fullmatch(value):
        raise _Unfit(f"{key}: {_shown(value)}", _NUMBER[key][1])
    return value


def _texts(key: str, node: yaml.Node) -> tuple[str, ...]:
    if isinstance(node, yaml.ScalarNode):
        return tuple(filter(None, (_scalar(node),)))
    if isinstance(node, yaml.SequenceNode) and all(
        isinstance(item, yaml.ScalarNode) for item in node.value
    ):
        return tuple(dict.fromkeys(filter(None, map(_scalar, node.value))))
    raise _Unfit(f"{key} holds a {_kind(node)}", "a text or a list of texts")


def _scalar(node: yaml.ScalarNode) -> str:
    if not node.style and node.value in _NOTHING:  # in quotation marks it is a text
        return ""
    return _one_line(node.value)


def _one_line(text: str) -> str:
    return " ".join(strip_bidi_overrides(text).split())


def _kind(node: yaml.Node) -> str:
    return "list" if isinstance(node, yaml.SequenceNode) else "mapping"


def is_address(value: str) -> bool:
    """Whether `value` is an address of the web that may stand in a link: http or https."""
    try:
        parts = urlsplit(value)
        # Reading the port is what checks it.
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return fits and len(value) <= 2_000 and not re.search(r'[\s<>"\\\x00-\x20\x7f]', value)


def _address(key: str, value: str) -> str:
    if not is_address(value):
        expected = "an address that begins with http:// or https://"
        raise _Unfit(f"{key}: {_shown(value)} is not an address of the web", expected)
    return value


def _date(key: str, value: str) -> str | None:
    """`value` in ISO 8601. A time of retrieval, which a machine wrote, must be so already."""
    try:
        return str(Moment.of(value))
    except ValueError:
        date = parse_date(value) if key == "published" else None
        return date.iso if date else None


def _shown(value: str | tuple[str, ...]) -> str:
    text = ", ".join(value) if isinstance(value, tuple) else value
    return f"“{text if len(text) <= 80 else text[:79] + '…'}”"
