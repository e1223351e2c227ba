"""Turn `Entry`s into the pages of the site: articles, and the lists that lead to them.

Every page has a twin in the other language at the same address below `/ar/` and `/en/`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

import jinja2
import yaml
from babel.numbers import format_decimal
from markupsafe import Markup

from generator.config import Settings
from generator.models import (
    GENERATED_MARK,
    Block,
    BlockKind,
    Digest,
    Entry,
    Lang,
    Likeness,
    Page,
    Status,
    Translation,
)
from generator.renderers import head, provenance
from generator.renderers.addresses import FEEDS, between, book_paths, epub_path, feed_stem
from generator.renderers.citations import FORMATS, citations, path_of, reference, versions
from generator.renderers.labels import count, labels
from generator.renderers.lists import (
    ALWAYS,
    ISSUES,
    NAMES,
    UNDATED,
    Group,
    days_of,
    groups_of,
    key_of,
    leaf_key,
    name_keys,
    neighbours,
    timeline,
)
from generator.renderers.markdown import either, environment, inline
from generator.renderers.method import method
from generator.text.dates import format_age, format_date, format_days, format_hijri, format_month
from generator.text.languages import direction

LANGS: tuple[Lang, Lang] = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a summary as its page shows it; `arabic` are the ids it rests on."""

    number: int
    translation: Translation

    @property
    def anchor(self) -> str:
        return f"e{self.number}"


@dataclass(frozen=True, slots=True)
class Near:
    """An entry of the same story, and how much text it has in common with the one of the page."""

    entry: Entry
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A sentence of the Arabic text, and the lines of the summary that rest on it.

    `after` is what stands between it and the next: a space, or nothing where the source has none.
    """

    id: str
    text: str
    after: Markup
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """A block of the Arabic text, sentence by sentence, and the HTML element it becomes.

    `opens` and `closes` say whether a list begins before it and ends after it.
    """

    kind: str
    tag: str
    text: str
    parts: tuple[BodyPart, ...]
    opens: bool
    closes: bool


def render(digest: Digest, settings: Settings) -> Iterator[Page]:
    """All pages of the site but those written by hand."""
    keys = name_keys(digest)
    kinds = {kind: g for kind, g in groups_of(digest).items() if g or kind in ALWAYS}
    by_slug = {entry.article.slug: entry for entry in digest.entries}
    cited = {
        version.article.slug: citations(reference(version, settings))
        for entry in digest.entries
        for version in versions(entry)
    }
    environments = {lang: _environment(lang, settings) for lang in LANGS}
    for lang, env in environments.items():
        page = partial(_page, env, lang)
        for entry in digest.entries:
            slug = entry.article.slug
            lines = [Line(n, t) for n, t in enumerate(entry.summary, start=1)]
            yield page(
                f"articles/{slug}.md",
                f"article.{lang}.md",
                entry=entry,
                lines=lines,
                has_english=any(line.translation.text for line in lines),
                body=list(body(entry, lines)),
                same_story=[Near(by_slug[like.slug], like) for like in entry.same_story],
                related=[by_slug[other] for other in entry.related],
                name_keys=keys,
                front_matter=_yaml_lines(head.front_matter(entry, lang, settings)),
                citations=cited[slug],
                citation_files={name: path_of(slug, name) for name in FORMATS},
                books=_books(settings, slug),
            )
            for copy, version in zip(entry.copies, list(versions(entry))[1:], strict=True):
                yield page(
                    f"articles/{copy.slug}.md",
                    "copy.md",
                    entry=entry,
                    copy=copy,
                    version=version,
                    front_matter=_yaml_lines(head.of_copy(version, entry, lang, settings)),
                    citations=cited[copy.slug],
                    citation_files={name: path_of(copy.slug, name) for name in FORMATS},
                    books=_books(settings, slug),
                )
        for kind, groups in kinds.items():
            years = timeline(groups) if kind == "months" else ()
            yield page(f"{kind}/index.md", "groups.md", kind=kind, groups=groups, years=years)
            near = neighbours(groups) if kind in ISSUES else {}
            for leaf in (leaf for group in groups for leaf in group.leaves()):
                group = leaf.group
                newer, older = near.get(group.key, (None, None))
                with_book = kind in ISSUES and leaf.number == 1
                yield page(
                    f"{kind}/{leaf.key}.md",
                    "group.md",
                    kind=kind,
                    leaf=leaf,
                    books=_books(settings, group.key, kind, len(group.entries))
                    if with_book
                    else (),
                    newer=newer,
                    older=older,
                )
        newest = digest.entries[: settings.newest]
        yield page(
            "index.md",
            "home.md",
            entries=newest,
            months=kinds["months"],
            weeks=kinds.get("weeks", ()),
            years=timeline(kinds["months"]),
            numbers=Counter(entry.status for entry in digest.entries),
            statuses=tuple(Status),
        )
        contact = settings.contact or ""
        yield page(
            "method.md",
            f"method.{lang}.md",
            method=method(digest, settings),
            sentences=settings.sentences,
            statuses=tuple(Status),
            licence=settings.licence,
            contact=contact if "//" in contact else contact and f"mailto:{contact}",
            contact_shown=contact,
        )
    yield _front_door(digest, environments)


def body(entry: Entry, lines: Iterable[Line]) -> Iterator[BodyBlock]:
    resting: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for id_ in line.translation.segment.sources:
            resting[id_].append(line)
    parts: dict[int, list[BodyPart]] = defaultdict(list)
    for s in entry.sentences:
        follower = entry.article.blocks[s.block].text[s.end : s.end + 1]
        after = Markup(" " if follower.isspace() else "")
        parts[s.block].append(BodyPart(s.id, s.text, after, tuple(resting[s.id])))
    tags = ["", *map(_tag, entry.article.blocks), ""]
    for index, block in enumerate(entry.article.blocks):
        previous, tag, following = tags[index : index + 3]
        yield BodyBlock(
            kind=block.kind.value,
            tag=tag,
            text=block.text,
            parts=tuple(parts[index]),
            opens=tag == "li" != previous,
            closes=tag == "li" != following,
        )


def _tag(block: Block) -> str:
    """The HTML element of a block. An item that brings its own number needs no bullet."""
    if block.kind is BlockKind.LIST_ITEM:
        return "p" if block.text[:1].isdigit() else "li"
    return "blockquote" if block.kind is BlockKind.QUOTE else "p"


def shown_date(iso: str, lang: Lang, hijri: bool) -> str:
    """A date as pages show it: "25 October 2016", or "25 October 2016 (24 Muharram 1438 AH)".

    A month or a year alone has no Hijri date: it lies in two of them.
    """
    date = format_date(iso, lang)
    day = format_hijri(iso, lang) if hijri else None
    return f"{date} ({day})" if day else date


def name_of(group: Group, kind: str, lang: Lang) -> str:
    """What a page in `lang` calls the group: "October 2016", "Digest, week 43 of 2016"."""
    if kind == "months":
        return labels(lang)["undated"] if group.key == UNDATED else format_date(group.key, lang)
    if kind == "weeks":
        year, week = group.key.split("-W")
        return str(labels(lang)["week"]).format(week=int(week), year=int(year))
    return group.title(lang)


def days_in(week: str, lang: Lang) -> str:
    """ "2016-W43" as "24–30 Oct 2016"."""
    return format_days(*days_of(week), lang)


def _books(
    settings: Settings, key: str, kind: str = "articles", articles: int = 1
) -> list[PurePosixPath]:
    """The files in which the site offers an article or an issue."""
    pdf = book_paths(key, kind, articles) if settings.pdf != "off" else []
    has_epub = settings.epub != "off" and kind in ISSUES
    return [*pdf, epub_path(key, kind)] if has_epub else pdf


def _front_door(digest: Digest, environments: Mapping[Lang, jinja2.Environment]) -> Page:
    """The page at the root: both languages side by side."""
    both = {lang: env.globals for lang, env in environments.items()}
    template = environments["en"].get_template("door.md")
    text = template.render(both=both, entries=digest.entries[:6], path="index.md")
    return Page(PurePosixPath("index.md"), "en", text)


def _page(env: jinja2.Environment, lang: Lang, path: str, template: str, **values: object) -> Page:
    text = env.get_template(template).render(values, path=f"{lang}/{path}")
    return Page(PurePosixPath(lang, path), lang, text)


def _environment(lang: Lang, settings: Settings) -> jinja2.Environment:
    env = environment(
        ar=partial(inline, lang="ar"),
        en=partial(inline, lang="en"),
        either=either,
        here=partial(either, lang=lang),
        date=partial(shown_date, lang=lang, hijri=settings.hijri),
        month=partial(format_date, lang=lang),
        month_alone=partial(format_month, lang=lang),
        days=partial(days_in, lang=lang),
        named=partial(name_of, lang=lang),
        age=partial(format_age, lang=lang),
        dir=direction,
        who=partial(provenance.of_translation, lang=lang),
        standing=partial(provenance.of_entry, lang=lang),
        beside_badge=partial(provenance.beside_badge, lang=lang),
        former=provenance.former_arabic,
        host=lambda url: urlsplit(url).hostname or url,
        number=partial(format_decimal, locale=lang),
        percent=lambda part: round(part * 100),
        key=key_of,
        yaml=_yaml_scalar,
    )
    env.globals.update(
        lang=lang,
        t=labels(lang),
        count=partial(count, lang=lang),
        mark=Markup(GENERATED_MARK),
        site_name=settings.site_name,
        comments_shown=settings.comments == "fold",
        comma=Markup("، " if lang == "ar" else ", "),
        semicolon=Markup("؛ " if lang == "ar" else "; "),
        link=_link,
        feed=feed_stem,
        quote=quote,
        feeds={} if settings.feeds == "off" else FEEDS,
        file=partial(_file, settings),
        name_kinds=NAMES,
        issues=ISSUES,
        leaf_key=leaf_key,
    )
    return env


def _yaml_scalar(text: str) -> Markup:
    """A string as a quoted YAML scalar on one line."""
    one_line = " ".join(text.split())
    return Markup(
        yaml.safe_dump(one_line, allow_unicode=True, default_style='"', width=1e9).strip()
    )


def _yaml_lines(lines: Mapping[str, str]) -> Markup:
    return Markup("".join(f"{key}: {value}\n" for key, value in lines.items()))


def _file(settings: Settings, page: str, path: PurePosixPath) -> str:
    """The way from a page to a file that is none, for HTML: MkDocs knows nothing of such files."""
    return between(page, path, settings)


def _link(page: str, target: str) -> Markup:
    """The way from one page to another, both below docs/, as Markdown wants it."""
    ups = "../" * (len(PurePosixPath(page).parts) - 1)
    return Markup(f"<{ups}{target}>")
