"""Turn what is known of a translation's making into words: who reviewed it, what proposed it, when.

Only what is on record is said: a reviewer who is not named there is not named here. The same words
go into pages, citations and whatever else names the state of an entry; `as_text` gives them without
markup.
"""

from __future__ import annotations

from dataclasses import dataclass

from babel import Locale
from babel.lists import format_list
from markupsafe import Markup

from generator.models import Entry, Lang, Segment, Status, Translation
from generator.renderers.labels import labels
from generator.renderers.markdown import either, escape, inline
from generator.text.changes import word_changes
from generator.text.dates import format_date


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a phrase; `name` where it comes from outside and may be in either script."""

    text: str
    name: bool = False


Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """Who or what stands behind English, by the label that says so."""

    label: str
    who: str = ""


def of_translation(translation: Translation, lang: Lang) -> Markup:
    """Who reviewed it and when, or what proposed it and when; empty where nothing is known."""
    return _markup(_of_translation(translation, lang), lang)


def of_entry(entry: Entry, lang: Lang) -> Markup:
    """The status of a whole entry, and who made it so, with numbers where its sentences differ."""
    return _markup(_of_entry(entry, lang), lang)


def beside_badge(entry: Entry, lang: Lang) -> Markup:
    """What `of_entry` says, for a place that shows the status already."""
    groups = _groups(entry)
    explained = Word(labels(lang)["status_explained"][entry.status.value])
    if len(groups) > 1:
        said = _of_entry(entry, lang)
        if entry.status is not Status.STALE:  # "nobody has read it" is not true of all sentences
            return _markup(said, lang)
    else:
        said = _said_of(groups[0], lang) if groups and groups[0].status is entry.status else ()
        if said and entry.status is Status.REVIEWED:
            return _markup(said, lang)
    return _markup((explained, Word(" ("), *said, Word(")")) if said else (explained,), lang)


def as_text(entry: Entry, lang: Lang) -> str:
    """What `of_entry` says, as plain text."""
    return "".join(word.text for word in _of_entry(entry, lang))


def translation_as_text(translation: Translation, lang: Lang) -> str:
    """The status of one sentence and what `of_translation` says, as plain text."""
    words = "".join(word.text for word in _of_translation(translation, lang))
    status: str = labels(lang)["statuses"][translation.status.value]
    between = " " if translation.status is Status.REVIEWED else _comma(lang)
    return f"{status}{between}{words}" if words else status


def former_arabic(translation: Translation) -> Markup:
    """The Arabic that stale English was made from, with the words that have changed marked."""
    changes = word_changes(translation.previous or "", translation.segment.text)
    old = [change for change in changes if change.kind != "added"]
    shown = ((change.kind, inline(change.text, "ar"), change.text[-1:]) for change in old)
    return Markup("").join(
        (Markup("<del>{}</del>").format(text) if kind == "removed" else text)
        + Markup(" " if last.isspace() else "")
        for kind, text, last in shown
    )


def _of_translation(translation: Translation, lang: Lang) -> Phrase:
    maker, day = _maker(translation)
    if maker is None:
        return ()
    words = _said(maker, (day,) if day else (), lang)
    origin = translation.origin
    if maker.label == "reviewed_by" and origin and origin.provider not in ("memory", "import"):
        label = "from_written" if translation.segment.is_written else "from_machine"
        maker = Maker(label, _named(origin.provider, origin.model))
        words += (Word(_comma(lang)), *_said(maker, (), lang))
    if maker.label in ("written_by", "from_written"):
        words += (Word(f" {_sentences(translation.segment, lang)}"),)
    return words


def _sentences(segment: Segment, lang: Lang) -> str:
    """ "from sentences 3 and 5": what was written, and not translated, says what it rests on."""
    ids = [id_.removeprefix("s") for id_ in segment.sources]
    forms: dict[str, str] = labels(lang)["from_sentences"]
    form = Locale.parse(lang).plural_form(len(ids))
    return forms[form].format(ids=format_list(ids, locale=lang))


@dataclass(frozen=True, slots=True)
class Group:
    """The sentences of an entry that have one status and one maker, and the days that are known."""

    status: Status
    maker: Maker | None
    number: int
    days: tuple[str, ...]


def _groups(entry: Entry) -> list[Group]:
    """The best status first."""
    found: dict[tuple[Status, Maker | None], list[str | None]] = {}
    for translation in entry.translations:
        maker, day = _maker(translation)
        found.setdefault((translation.status, maker), []).append(day)
    in_order = sorted(found.items(), key=lambda item: list(Status).index(item[0][0]))
    return [Group(*key, len(days), tuple(sorted(filter(None, days)))) for key, days in in_order]


def _of_entry(entry: Entry, lang: Lang) -> Phrase:
    t = labels(lang)
    groups = _groups(entry)
    words: list[Word] = []
    for group in groups:
        if words:
            words.append(Word("؛ " if lang == "ar" else "; "))
        status = t["statuses"][group.status.value].lower()
        if len(groups) > 1:
            total = len(entry.translations)
            status = t["some"].format(n=group.number, total=total, status=status)
        words.append(Word(status))
        if said := _said_of(group, lang):
            by = group.maker is not None and group.maker.label == "reviewed_by"
            words.append(Word(" " if by else _comma(lang)))
            words.extend(said)
    return tuple(words)


def _said_of(group: Group, lang: Lang) -> Phrase:
    return _said(group.maker, group.days, lang) if group.maker else ()


def _comma(lang: Lang) -> str:
    return "، " if lang == "ar" else ", "


def _maker(translation: Translation) -> tuple[Maker | None, str | None]:
    """Who stands behind the English, and since which day."""
    if translation.reviewer:
        stale = translation.status is Status.STALE
        label = "reviewed_before" if stale else "reviewed_by"
        return Maker(label, translation.reviewer), translation.reviewed
    origin = translation.origin
    if origin is None or translation.status in (Status.REVIEWED, Status.MISSING):
        return None, None  # A person may have written all of it anew.
    if origin.provider == "memory":
        return Maker("remembered"), origin.date
    if origin.provider == "import":
        return Maker(
            "imported_from" if origin.model else "imported", origin.model or ""
        ), origin.date
    label = "written_by" if translation.segment.is_written else "proposed_by"
    return Maker(label, _named(origin.provider, origin.model)), origin.date


def _named(provider: str, model: str | None) -> str:
    return f"{provider} ({model})" if model else provider


def _said(maker: Maker, days: tuple[str, ...], lang: Lang) -> Phrase:
    t = labels(lang)
    before, _, after = t[maker.label].partition("{who}")
    on = t["done_on" if len(set(days)) == 1 else "last_on"]
    day = f" {on.format(date=format_date(days[-1], lang))}" if days else ""
    words = (Word(before), Word(maker.who, name=True), Word(day), Word(after))
    return tuple(word for word in words if word.text)


def _markup(words: Phrase, lang: Lang) -> Markup:
    return Markup("").join(_shown(word, lang) for word in words)


def _shown(word: Word, lang: Lang) -> Markup:
    if word.name:
        return Markup("<bdi>{}</bdi>").format(either(word.text, lang))
    kept = Markup(" " if word.text[:1] == " " else ""), Markup(" " if word.text[-1:] == " " else "")
    return kept[0] + escape(word.text) + kept[1] if word.text.strip() else Markup(" ")
