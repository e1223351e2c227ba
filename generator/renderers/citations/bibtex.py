"""Turn a `Reference` into an entry for BibTeX, in the fields that biblatex and Zotero read too."""

from __future__ import annotations

import re

from generator.renderers.citations.reference import Reference
from generator.text.plain import plain

SUFFIX = ".bib"

_ESCAPES = {
    "\\": r"\textbackslash{}",
    # An escaped brace would still be counted when BibTeX looks for the end of the field.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
_SIGNS = re.compile(r"[\\{}~^$&#_%]")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def write(reference: Reference) -> bytes:
    """The entry, of the type `article`; biblatex is told that it is one of a newspaper."""
    issued = reference.issued
    fields = {
        # In braces, "and" does not part a name, nor a comma turn it round.
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in reference.authors),
        "title": f"{{{_escaped(reference.title)}}}",
        "titleaddon": _escaped(f"[{reference.english}]" if reference.english else ""),
        "journal": f"{{{_escaped(reference.source)}}}" if reference.source else "",
        "entrysubtype": "newspaper",
        "year": f"{issued.year}" if issued else "",
        "date": str(issued)[:10] if issued else "",
        "url": reference.url or "",
        "urldate": str(reference.accessed)[:10] if reference.accessed else "",
        "langid": "arabic",
        "language": "Arabic",
        "keywords": _escaped(", ".join(reference.topics)),
        "abstract": _escaped(reference.abstract or ""),
        "note": _escaped(reference.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if issued and issued.month:
        lines.append(f"  month = {_MONTHS[issued.month - 1]},")
    text = "\n".join([f"@article{{{_key(reference)},", *lines, "}"])
    return f"{text}\n".encode()


def _key(reference: Reference) -> str:
    """Letters, digits and hyphens, which are safe in every program that reads .bib files."""
    ascii_only = re.sub(r"[^A-Za-z0-9-]+", "-", reference.key).strip("-")
    same = ascii_only == reference.key
    return ascii_only if same else f"{ascii_only or 'khulasa'}-{reference.sha256[:8]}"


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda sign: _ESCAPES[sign[0]], plain(text))
