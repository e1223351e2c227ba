"""Turn what came in and what waits for review into a report for a person, in Markdown.

For the text of a pull request: GitHub takes so many characters and no more, calls whoever is named
behind an "@", and links numbers behind a "#". All text of sources and providers is text here, and
what does not fit is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from generator.models import Entry, Problem, Status, Translation
from generator.renderers.markdown import escape

LONGEST = 60_000
"""Characters; GitHub takes 65,536."""

_CUT = 300  # characters of a title, an address, a reason
_RESULTS = ("added", "revised", "skipped", "refused")
_INTRODUCTION = """\
A person decides: nothing of this is published before it is merged. Read the English against the
Arabic and mend it in `translations/`, here, in Poedit, or with `khulasa review`; remove the mark
"fuzzy" from each sentence that you stand by. What is merged unreviewed is marked so on the site.

<p dir="rtl" lang="ar">القرار لشخص: لا يُنشر شيء من هذا قبل دمجه. قابل النص الإنجليزي بالعربي
وصحّحه في <bdo dir="ltr"><code>translations/</code></bdo>، ثم احذف العلامة
<bdo dir="ltr"><code>fuzzy</code></bdo> من كل جملة تقرّها. وما يُدمج بلا مراجعة يظهر في الموقع على
أنه غير مراجَع.</p>
"""


def report(
    came: Sequence[Mapping[str, Any]],
    entries: Sequence[Entry],
    findings: Callable[[Translation], Sequence[str]],
    problems: Sequence[Problem] = (),
) -> str:
    """The report on what `khulasa add --json` told (`came`) and on the English of `entries`.

    `findings` says what the checks doubt; `problems` are those of files that cannot be read.
    """
    text = "\n".join([_in_short(came, entries, findings), _INTRODUCTION])
    sections = [*_sources(came), *_faults(problems)]
    sections += [_article(entry, findings) for entry in entries if entry.status is not _REVIEWED]
    for number, section in enumerate(sections):
        if len(text) + len(section) > LONGEST:
            left = len(sections) - number
            return f"{text}\n*{left} more did not fit; `khulasa status` lists all articles.*\n"
        text += f"\n{section}\n"
    return text


_REVIEWED = Status.REVIEWED


def _in_short(
    came: Sequence[Mapping[str, Any]],
    entries: Sequence[Entry],
    findings: Callable[[Translation], Sequence[str]],
) -> str:
    results = Counter(str(one.get("result")) for one in came)
    sentences = [t for entry in entries for t in entry.translations]
    statuses = Counter(t.status for t in sentences)
    doubtful = sum(bool(t.text and findings(t)) for t in sentences if t.status is not _REVIEWED)
    sources = ", ".join(f"{results[result]} {result}" for result in _RESULTS)
    english = ", ".join(f"{statuses[status]} {status}" for status in Status)
    return f"Sources: {sources}. English sentences: {english}; {doubtful} doubtful.\n"


def _sources(came: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What came in, then what did not; what is there already needs nobody."""
    rows = [one for one in came if one.get("result") in ("added", "revised")]
    if rows:
        head = "| article | from | published | confidence | |\n|---|---|---|---|---|"
        yield "\n".join(["## What came in\n", head, *map(_row, rows)])
    refused = [one for one in came if one.get("result") == "refused"]
    if refused:
        lines = (f"- {plain(one.get('source'))}: {plain(one.get('why'))}" for one in refused)
        yield "\n".join(["## What was refused\n", *lines])


def _row(one: Mapping[str, Any]) -> str:
    like = ", ".join(plain(path) for path in one.get("like") or ())
    confidence = one.get("confidence")
    cells = (
        f"{plain(one.get('title'))}<br>{plain(one.get('path'))}",
        plain(one.get("url") or one.get("source")),
        plain(one.get("published")),
        f"{confidence:.2f}" if isinstance(confidence, float | int) else "",
        "; ".join(filter(None, [plain(one.get("why")), f"like {like}" if like else ""])),
    )
    return f"| {' | '.join(cells)} |"


def _faults(problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield "\n".join(["## Files that cannot be read\n", *(f"- {plain(p)}" for p in problems)])


def _article(entry: Entry, findings: Callable[[Translation], Sequence[str]]) -> str:
    """The English of an article beside its Arabic, sentence by sentence."""
    lines = [f"## {plain(entry.article.title)}\n", f"{plain(entry.article.path)}\n"]
    for translation in entry.translations:
        segment, origin = translation.segment, translation.origin
        place = " ".join([segment.context, *segment.sources])
        by = f", {plain(origin.provider)}" if origin else ""
        english = _whole(translation.text) or "*no English yet*"
        lines.append(f"**{place}** ({translation.status}{by}): {english}\n")
        lines.append(f'<p dir="rtl" lang="ar">{_whole(segment.text)}</p>\n')
        if translation.text and translation.status is not _REVIEWED:
            lines += [f"- doubtful: {plain(doubt)}" for doubt in findings(translation)]
            lines.append("")
    return "\n".join(lines)


def plain(value: object) -> str:
    """A stranger's words on one line, cut, without any sign that Markdown or GitHub reads."""
    text = " ".join(str("" if value is None else value).split())
    return _whole(text if len(text) <= _CUT else f"{text[: _CUT - 1]}…")


def _whole(text: str) -> str:
    """A space without width keeps GitHub from calling a person or linking a number."""
    escaped = str(escape(text))
    for sign in ("&#64;", "&#35;"):
        escaped = escaped.replace(sign, f"{sign}&#8203;")
    return escaped
