"""Turn `Entry`s into the groups that lead to them: issues, topics, names, sources, sections.

Each group is a page in both languages, long ones several, and has a feed. Pure; says nothing of
how a page looks.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.models import Digest, Entry, Lang, Term, TermKind
from generator.text.slugs import slugify

NAMES = {
    "people": TermKind.PERSON,
    "places": TermKind.PLACE,
    "organizations": TermKind.ORGANIZATION,
}
KINDS = ("months", "weeks", "topics", *NAMES, "sections", "sources")
"""The lists of articles, each a folder of pages."""
ALWAYS = frozenset({"months", "topics", "sources"})
"""The lists that are there even when they are empty."""
ISSUES = frozenset({"months", "weeks"})
"""The lists whose groups are issues of the digest."""
UNDATED = "undated"

ON_A_PAGE = 50
"""Entries on a page of a group."""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one month, week, topic, source, section or name.

    `key` is the name of its file: "2016-10" and "2016-W43" for months and weeks. `name` is in the
    words of the sources; `english` that of the termbase, for a name.
    """

    key: str
    name: str
    entries: tuple[Entry, ...]
    english: str | None = None

    def title(self, lang: Lang) -> str:
        """What the group is called on a page in `lang`."""
        return self.english if lang == "en" and self.english else self.name

    def other_title(self, lang: Lang) -> str | None:
        """The same in the other language, for a name."""
        return self.english and self.title("ar" if lang == "en" else "en")

    def leaves(self) -> Iterator[Leaf]:
        """The pages of the group, in order."""
        parts = range(0, len(self.entries), ON_A_PAGE) or range(1)
        for number, first in enumerate(parts, start=1):
            yield Leaf(self, number, len(parts), self.entries[first : first + ON_A_PAGE])


@dataclass(frozen=True, slots=True)
class Leaf:
    """Page `number` of the `total` pages of a group, from 1, and its entries."""

    group: Group
    number: int
    total: int
    entries: tuple[Entry, ...]

    @property
    def key(self) -> str:
        """The name of its file, below the folder of the list."""
        return leaf_key(self.group.key, self.number)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the timeline: its months, from January on, each with its group where there is one.

    `most` is the number of entries of the fullest month of all years.
    """

    year: str
    months: tuple[tuple[str, Group | None], ...]
    most: int

    def tenths(self, month: Group) -> int:
        """How full a month is beside the fullest, 1 to 10."""
        return max(1, round(10 * len(month.entries) / self.most))


def leaf_key(key: str, number: int) -> str:
    """The name of the file of page `number` of a group."""
    return key if number == 1 else f"{key}/{number}"


def neighbours(issues: Sequence[Group]) -> dict[str, tuple[Group | None, Group | None]]:
    """The issue after and the one before each, by its key; `issues` come newest first."""
    dated = [group for group in issues if group.key != UNDATED]
    rows = zip([None, *dated], dated, [*dated[1:], None], strict=False)
    return {group.key: (newer, older) for newer, group, older in rows}


def groups_of(digest: Digest) -> dict[str, list[Group]]:
    """The groups of each of the lists in `KINDS`."""
    keys = name_keys(digest)
    found = {
        "months": by_month(digest.entries),
        "weeks": by_week(digest.entries),
        "topics": by_topic(digest.entries),
        **{name: by_name(digest.entries, kind, keys) for name, kind in NAMES.items()},
        "sections": _grouped(digest.entries, _sections),
        "sources": _grouped(digest.entries, _sources),
    }
    return {kind: found[kind] for kind in KINDS}


def by_month(entries: Iterable[Entry]) -> list[Group]:
    """One group a month ("2016-10") or year where no month is known, newest first."""
    months: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        months[(entry.article.published or UNDATED)[:7]].append(entry)
    undated = months.pop(UNDATED, None)
    groups = [Group(key, key, tuple(months[key])) for key in sorted(months, reverse=True)]
    return groups + ([Group(UNDATED, UNDATED, tuple(undated))] if undated else [])


def by_week(entries: Iterable[Entry]) -> list[Group]:
    """One group a week ("2016-W43", ISO 8601), newest first; only of days that are known."""
    weeks: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        published = entry.article.published or ""
        if len(published) >= len("2016-10-25"):
            year, week, _ = date.fromisoformat(published[:10]).isocalendar()
            weeks[f"{year:04}-W{week:02}"].append(entry)
    return [Group(key, key, tuple(weeks[key])) for key in sorted(weeks, reverse=True)]


def by_topic(entries: Iterable[Entry]) -> list[Group]:
    """One group a topic, the largest first."""
    return _grouped(entries, topics_of)


def days_of(week: str) -> tuple[date, date]:
    """The Monday and the Sunday of "2016-W43"."""
    year, number = week.split("-W")
    return (
        date.fromisocalendar(int(year), int(number), 1),
        date.fromisocalendar(int(year), int(number), 7),
    )


def timeline(months: Iterable[Group]) -> list[Year]:
    """The years with their months, newest first, for a picture of how much there is of each."""
    dated = [group for group in months if len(group.key) == len("2016-10") and group.key[4] == "-"]
    most = max((len(group.entries) for group in dated), default=0)
    years = []
    for year, of_year in groupby(dated, key=lambda group: group.key[:4]):
        found = {group.key: group for group in of_year}
        keys = [f"{year}-{month:02}" for month in range(1, 13)]
        years.append(Year(year, tuple((key, found.get(key)) for key in keys), most))
    return years


def by_name(entries: Iterable[Entry], kind: TermKind, keys: Mapping[Term, str]) -> list[Group]:
    """One group for each person, place or organization, the most frequent first."""
    found: dict[Term, list[Entry]] = defaultdict(list)
    for entry in entries:
        for term in entry.terms:
            if term.kind is kind:
                found[term].append(entry)
    terms = sorted(found, key=lambda term: (-len(found[term]), keys[term]))
    return [Group(keys[t], t.arabic[0], tuple(found[t]), t.english) for t in terms]


def name_keys(digest: Digest) -> dict[Term, str]:
    """The English of each name as a file's name; namesakes are told apart by their Arabic."""
    terms = dict.fromkeys(term for entry in digest.entries for term in entry.terms)
    plain = {term: key_of(term.english) for term in terms}
    shared = Counter(plain.values())
    return {
        term: f"{key}-{key_of(term.arabic[0])}" if shared[key] > 1 else key
        for term, key in plain.items()
    }


def _grouped(entries: Iterable[Entry], names: Callable[[Entry], Sequence[str]]) -> list[Group]:
    """One group a name, the largest first; names that differ only in spelling marks are one."""
    found: dict[str, list[Entry]] = defaultdict(list)
    shown: dict[str, str] = {}
    for entry in entries:
        for name in names(entry):
            key = key_of(name)
            shown.setdefault(key, name)
            if entry not in found[key][-1:]:
                found[key].append(entry)
    keys = sorted(found, key=lambda key: (-len(found[key]), key))
    return [Group(key, shown[key], tuple(found[key])) for key in keys]


def key_of(name: str) -> str:
    """The name of a topic or source as a file's name."""
    return slugify(name) or hashlib.sha256(name.encode()).hexdigest()[:8]


def topics_of(entry: Entry) -> list[str]:
    """The topics of an entry and its copies, each once."""
    names = [*entry.article.topics, *(topic for copy in entry.copies for topic in copy.topics)]
    return list(dict.fromkeys(names))


def _sections(entry: Entry) -> list[str]:
    names = [entry.article.section, *(copy.section for copy in entry.copies)]
    return list(dict.fromkeys(name for name in names if name is not None))


def _sources(entry: Entry) -> list[str]:
    """Who published the text of an entry, word for word."""
    names = [entry.article.source, *(copy.source for copy in entry.copies)]
    return list(dict.fromkeys(name for name in names if name is not None))
