"""Turn what is asked of a digest into an edition: its title, and its entries in order.

A book, a mail, a file to print: each is of an issue, a month, a topic, all of it, or of articles
that somebody names. Pure; says nothing of how an edition looks.

Refuses what nothing answers to, and names what is nearest to it.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.config import Settings
from generator.errors import SelectionError
from generator.models import Digest, Entry, Lang, Problem
from generator.renderers.labels import count
from generator.renderers.lists import Group, by_month, by_topic, by_week, key_of
from generator.renderers.pages import days_in, name_of
from generator.selection import of_slugs
from generator.text.plain import plain

Kind = Literal["weeks", "months", "topics", "all", "articles"]

Layout = Literal["arabic", "english", "bilingual"]
"""What of an article goes in: its Arabic, its English, or both side by side."""

LANGS_OF: dict[Layout, tuple[Lang, ...]] = {
    "arabic": ("ar",),
    "english": ("en",),
    "bilingual": ("ar", "en"),
}
"""The languages of an edition, that of its direction first: the Arabic text is the most of it."""

LATEST = "latest"
"""Asks for the newest issue or month that has articles."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: one of these.

    `issue` is a week of ISO 8601 ("2016-W43"), `month` is "2016-10", "2016" for what has no month,
    or "undated"; both may be "latest". `topic` is a topic's name, or the key in its address.
    """

    slugs: tuple[str, ...] = ()
    issue: str | None = None
    month: str | None = None
    topic: str | None = None
    everything: bool = False

    def __len__(self) -> int:
        """How many of them are asked for; only one makes sense."""
        named = (self.slugs, self.issue, self.month, self.topic, self.everything)
        return sum(bool(one) for one in named)


@dataclass(frozen=True, slots=True)
class Edition:
    """Entries that are put out together, in the order of the site: newest first.

    `key` can be a file's name and stays the same: "2016-W43", "2016-10", the topic's key, "all", an
    article's slug, or of several the number and a hash. `subtitles` may be empty: a week's are its
    days.
    """

    kind: Kind
    key: str
    titles: dict[Lang, str]
    subtitles: dict[Lang, str]
    entries: tuple[Entry, ...]

    def file_name(self, layout: Layout, suffix: str) -> str:
        """What a file of it is called: "2016-W43.epub", "2016-W43-english.epub"."""
        return f"{self.key}{'' if layout == 'bilingual' else f'-{layout}'}{suffix}"

    @property
    def id(self) -> str:
        """What it is called in an address: "weeks/2016-W43"."""
        return f"{self.kind}/{self.key}"


def edition(digest: Digest, wanted: Wanted, settings: Settings) -> Edition:
    """What `wanted` asks for. Raises SelectionError where nothing answers to it."""
    if wanted.issue:
        week = wanted.issue.upper()
        return of_group("weeks", _found(by_week(digest.entries), week, "--issue", "issue"))
    if wanted.month:
        months = by_month(digest.entries)
        return of_group("months", _found(months, wanted.month.lower(), "--month", "month"))
    if wanted.topic:
        topics = by_topic(digest.entries)
        return of_group("topics", _found(topics, wanted.topic, "--topic", "topic", key_of))
    if not digest.entries:
        raise SelectionError(Problem(settings.articles, "there is no article yet"))
    if wanted.everything:
        return _whole("all", "all", digest.entries, settings)
    chosen = of_slugs(digest.entries, wanted.slugs)
    if len(chosen) == 1:
        return _of_article(chosen[0])
    names = hashlib.sha256(" ".join(entry.article.slug for entry in chosen).encode()).hexdigest()
    return _whole("articles", f"{len(chosen)}-articles-{names[:8]}", chosen, settings)


def _found(
    groups: Sequence[Group],
    asked: str,
    option: str,
    what: str,
    key: Callable[[str], str] = str,
) -> Group:
    """The group of that key or name."""
    if asked.lower() == LATEST and option != "--topic" and groups:
        return groups[0]
    for group in groups:
        if group.key in (asked, key(asked)):
            return group
    keys = [group.key for group in groups]
    near = difflib.get_close_matches(key(asked), keys, n=3, cutoff=0.5) or keys[:3]
    raise SelectionError(
        Problem(
            path=f"{option} {asked}",
            found=f"no article is in that {what}" if keys else f"there is no {what} yet",
            expected=f"one that has articles, such as {', '.join(near)}" if near else "",
            action=f"'en/{_FOLDERS[option]}/' on the site lists them." if near else "",
        )
    )


_FOLDERS = {"--issue": "weeks", "--month": "months", "--topic": "topics"}


def of_group(kind: Kind, group: Group) -> Edition:
    """An issue, or another list of articles."""
    langs: tuple[Lang, Lang] = ("ar", "en")
    return Edition(
        kind=kind,
        key=group.key,
        titles={lang: plain(name_of(group, kind, lang)) for lang in langs},
        subtitles={lang: days_in(group.key, lang) if kind == "weeks" else "" for lang in langs},
        entries=group.entries,
    )


def _of_article(entry: Entry) -> Edition:
    title = plain(entry.article.title)
    return Edition(
        kind="articles",
        key=entry.article.slug,
        titles={"ar": title, "en": plain(entry.title.text) or title},
        subtitles={"ar": "", "en": ""},
        entries=(entry,),
    )


def _whole(kind: Kind, key: str, entries: tuple[Entry, ...], settings: Settings) -> Edition:
    name = plain(settings.site_name)
    number = len(entries)
    return Edition(
        kind=kind,
        key=key,
        titles={"ar": name, "en": name},
        subtitles={"ar": count(number, "articles", "ar"), "en": count(number, "articles", "en")},
        entries=entries,
    )
