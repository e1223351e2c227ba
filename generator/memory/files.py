"""Turn `translations/<slug>.po` into a record, and a record back into it.

One gettext PO an article, one unit a segment; its context says whether it is the title, a sentence
translated for the summary, or one that a model wrote from others. The file is the record of what
was chosen and proposed, and the desk on which people review it:

- no translation: the segment is missing;
- `fuzzy`: a machine's proposal, its origin in a comment (`# origin: ...`);
- `fuzzy` with a previous msgid (`#| msgid`): stale, made from Arabic that has changed since;
- neither: reviewed. Who removes the flag has reviewed it; `# reviewed: NAME on DATE` says who and
  when, where that was told. Who last saved the file, as its header may say, is not taken for who
  reviewed each of its sentences.
- obsolete (`#~`): its Arabic is gone from the article; kept, not shown.

Refuses a file with a syntax error, a duplicate unit or conflict markers, and never writes over one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import polib
from filelock import FileLock, Timeout

from generator.atomic import SUFFIX, write_atomically
from generator.errors import PublishError, TranslationFileError
from generator.memory.record import Record
from generator.memory.units import (
    CONTEXTS,
    amend,
    describe,
    fill,
    keep_earlier,
    translation_of,
    unit_for,
)
from generator.models import Problem, Segment, Status, Translation
from generator.text.provenance import Review, clean_name

LOCK = ".khulasa.lock"
WRITE_LOCK = ".khulasa.write.lock"
_PATIENCE = 10.0  # seconds; a write takes milliseconds

_STRING_LINE = re.compile(r'\s*(?:#~\s*)?(?:"|msg(?:ctxt|id|str)\b)')
_METHOD = "X-Summary-Method"
_HEADER = {
    "Project-Id-Version": "khulasa",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "X-Source-Language": "ar",
}


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Keep a second `update` out: it would ask, and pay, for the same sentences.

    Raises TranslationFileError when another one is running. A killed run leaves no lock behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK, timeout=0):
            for leftover in folder.glob(f".*.po.*{SUFFIX}"):
                leftover.unlink()
            yield
    except Timeout:
        raise TranslationFileError(
            Problem(
                path=folder.name,
                found="another 'khulasa update' is at work here",
                action="Wait until it is done.",
            )
        ) from None


def path_of(folder: Path, slug: str) -> Path:
    """The file that holds the translations of the article `slug`."""
    return folder / f"{slug}.po"


def load(path: Path) -> Record | None:
    """Read the file, or None where there is none. Raises TranslationFileError with its line."""
    if not path.exists():
        return None
    return _record(path, _parse(path))


def english_in(folder: Path) -> dict[str, Translation]:
    """The English known for each Arabic text in the whole folder; reviewed beats machine.

    Broken files are passed over.
    """
    known: dict[str, Translation] = {}
    for path in sorted(folder.glob("*.po")):
        try:
            record = _record(path, _parse(path))
        except TranslationFileError:
            continue
        for english in record.translations:
            if english.segment.is_written:  # It translates nothing, to be used again for the same.
                continue
            if english.status is Status.REVIEWED:
                known[english.segment.text] = replace(english, origin=None)
            elif english.status is Status.MACHINE:
                known.setdefault(english.segment.text, english)
    return known


def save(path: Path, record: Record) -> Record:
    """Make the file's units those of `record`, and return the record as it then stands.

    English is never changed here. Units that are no longer wanted become obsolete, and come back
    with their English when they are wanted again. Raises TranslationFileError, PublishError.
    """
    return _bring(path, record)


def adopt(path: Path, record: Record) -> Record:
    """As `save`, and the record's English goes into units that have none: all at once.

    Raises TranslationFileError, PublishError.
    """
    return _bring(path, record, adopted=True)


def _bring(path: Path, record: Record, adopted: bool = False) -> Record:
    with _rewriting(path) as po:
        po.metadata[_METHOD] = record.method
        rest = list(po)
        po.clear()
        for translation in record.translations:
            entry = unit_for(translation, rest)
            if entry is None:
                entry = polib.POEntry(msgctxt=translation.segment.context)
            else:
                rest.remove(entry)
            if adopted and entry.msgstr.strip():  # It is a person's, or of another run.
                describe(entry, Translation(translation.segment))
            elif adopted and translation.text:
                fill(entry, translation)
            else:
                describe(entry, translation)
            po.append(entry)
        for entry in rest:
            if entry.msgstr.strip():
                _retire(entry, po)
    return _record(path, po)


def propose(path: Path, translation: Translation, names: Sequence[tuple[str, str]] = ()) -> None:
    """Put English into one unit, if the file as it is now still has none there.

    `names` are those that were put right in it, as (found, put): a comment says so. The file
    is read again first: a person may have edited it since. Raises TranslationFileError,
    PublishError.
    """
    with _rewriting(path) as po:
        entry = unit_for(translation, _living(po))
        if entry is not None and not entry.msgstr.strip():
            fill(entry, translation, names)


@dataclass(frozen=True, slots=True)
class Change:
    """What a person decided about a unit: as they saw it, and as it shall be."""

    seen: Translation
    wanted: Translation


def decide(path: Path, changes: Iterable[Change]) -> list[Change]:
    """Write what a person decided, and return the changes that were not made.

    The file is read again first. A unit that is no longer as it was seen was changed by somebody
    meanwhile, and stays theirs. All changes are written at once. Raises TranslationFileError,
    PublishError.
    """
    refused = []
    with _rewriting(path) as po:
        units = {(unit.msgctxt, unit.msgid): unit for unit in _living(po)}
        for change in changes:
            entry = units.get((change.seen.segment.context, change.seen.segment.text))
            if entry is None or translation_of(entry) != change.seen:
                refused.append(change)
            else:
                amend(entry, change.wanted)
    return refused


def lines_of(path: Path) -> dict[tuple[str, str], int]:
    """The line on which each unit begins, by its context and its Arabic, for messages.

    Empty where there is no file. Raises TranslationFileError.
    """
    if not path.exists():
        return {}
    units = _living(_parse(path))
    return {(unit.msgctxt or "", unit.msgid): unit.linenum or 1 for unit in units}


def last_saved(path: Path) -> Review | None:
    """Who last saved the file and when, as its header says: PO editors write it there.

    It says nothing of who reviewed which sentence. Raises TranslationFileError.
    """
    header = _parse(path).metadata if path.exists() else {}
    name = clean_name(header.get("Last-Translator", ""))
    day = re.match(r"\d{4}-\d\d-\d\d", header.get("PO-Revision-Date", ""))
    known = name and name not in ("Automatically generated", "FULL NAME")
    return Review(name, day[0] if day else None) if known else None


def _living(po: polib.POFile) -> Iterator[polib.POEntry]:
    return (unit for unit in po if not unit.obsolete)


@cache
def _write_lock(path: Path) -> FileLock:
    """Kept: the finalizer of a lock that is dropped after each write may swallow a Ctrl-C."""
    return FileLock(path)


@contextmanager
def _rewriting(path: Path) -> Iterator[polib.POFile]:
    """The file as it stands, to be changed and then written, while no other command writes.

    A file that cannot be understood is not written to. Raises TranslationFileError, PublishError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        lock = _write_lock(path.parent.absolute() / WRITE_LOCK).acquire(timeout=_PATIENCE)
    except Timeout:
        raise TranslationFileError(
            Problem(
                path=path.parent.name,
                found="another command has been writing here for a long time",
                action="Wait until it is done, or end it; then run this again.",
            )
        ) from None
    with lock:
        po = _parse(path) if path.exists() else _new_file()
        _record(path, po)
        before = str(po)
        yield po
        _write(path, po, before)


def _record(path: Path, po: polib.POFile) -> Record:
    titles: list[Translation] = []
    summary: list[Translation] = []
    for entry in po:
        if entry.obsolete:
            continue
        if entry.msgctxt not in CONTEXTS:
            raise _broken(path, entry.linenum or None, f"a unit with the context {entry.msgctxt!r}")
        (titles if entry.msgctxt == "title" else summary).append(translation_of(entry))
    if len(titles) > 1:
        raise _broken(path, None, "more than one unit with the context 'title'")
    title = titles[0] if titles else Translation(Segment("title", ""))
    return Record(po.metadata.get(_METHOD, "lead"), title, tuple(summary))


def _retire(entry: polib.POEntry, po: polib.POFile) -> None:
    """Keep a unit whose Arabic is gone, under the Arabic its English was made from."""
    entry.msgid = entry.previous_msgid or entry.msgid
    entry.previous_msgid = None
    entry.obsolete = True
    # gettext allows one unit for each Arabic text: a second English is kept as a comment.
    twin = next((e for e in po if (e.msgctxt, e.msgid) == (entry.msgctxt, entry.msgid)), None)
    if twin is None:
        po.append(entry)
    elif twin.msgstr != entry.msgstr:
        keep_earlier(twin, entry.msgstr)


def _new_file() -> polib.POFile:
    po = polib.POFile(wrapwidth=0)
    po.header = (
        "The title and the summary sentences of one article, Arabic to English.\n"
        "Read the English against the Arabic, mend it, and remove the mark 'fuzzy': it is reviewed."
    )
    po.metadata = dict(_HEADER)
    return po


def _parse(path: Path) -> polib.POFile:
    try:
        # polib takes a string that is not closed for a shorter one.
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if _STRING_LINE.match(line) and not line.rstrip().endswith('"'):
                raise _broken(path, number, "a closing quotation mark is missing")
        po = polib.pofile(str(path), encoding="utf-8", wrapwidth=0)
    except UnicodeDecodeError:
        raise _broken(path, None, "bytes that are no UTF-8") from None
    except (OSError, ValueError, IndexError, KeyError) as error:
        at = re.search(r"\(line (\d+)\)", str(error))
        what = str(error).rpartition(": ")[2] if ": " in str(error) else "a syntax error"
        raise _broken(path, int(at[1]) if at else None, what) from None
    seen: set[tuple[str | None, str]] = set()
    for entry in po:
        key = (entry.msgctxt, entry.msgid)
        if key in seen and not entry.obsolete:
            raise _broken(path, entry.linenum, "the same unit a second time")
        seen.add(key)
    return po


def _write(path: Path, po: polib.POFile, before: str) -> None:
    """Write the file unless it says the same as `before`: another tool's line breaks may stay."""
    after = str(po)
    if after == before:
        return
    try:
        write_atomically(path, (after.rstrip("\n") + "\n").encode())
    except OSError as error:
        raise PublishError(
            Problem(
                path=_shown(path),
                found=f"cannot write the file: {error.strerror or error}",
                action="Make room or mend the permissions and run again; the old file is whole.",
            )
        ) from None


def _broken(path: Path, line: int | None, found: str) -> TranslationFileError:
    return TranslationFileError(
        Problem(
            path=_shown(path),
            line=line,
            found=f"not a translation file as it should be: {found}",
            expected="gettext PO in UTF-8",
            action="Mend it by hand or take the last good version from git; it was left as it is.",
        )
    )


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
