"""Turn `Entry`s into what one needs to cite an article: files for programs, lines to copy.

| format | module | file |
|---|---|---|
| BibTeX and biblatex | `bibtex` | `cite/<slug>.bib` |
| RIS | `ris` | `cite/<slug>.ris` |
| CSL-JSON | `csl` | `cite/<slug>.csl.json` |
| APA, MLA, Chicago | `styles` | on the article's pages |

What is cited is the Arabic article as it was published; the digest is where its English is, and
that English is said to be reviewed or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from types import ModuleType

from generator.config import Settings
from generator.models import Asset, Digest
from generator.renderers.citations import bibtex, csl, ris
from generator.renderers.citations.reference import Reference, reference, versions
from generator.renderers.citations.styles import Citation, citations

__all__ = [
    "FORMATS",
    "Citation",
    "Reference",
    "citation_files",
    "citations",
    "path_of",
    "reference",
    "versions",
]

FORMATS: dict[str, ModuleType] = {"BibTeX": bibtex, "RIS": ris, "CSL-JSON": csl}


def citation_files(digest: Digest, settings: Settings) -> Iterator[Asset]:
    """A file in each format for each article, and for each copy of one."""
    for entry in digest.entries:
        for version in versions(entry):
            cited = reference(version, settings)
            for name, format_ in FORMATS.items():
                yield Asset(path_of(cited.key, name), format_.write(cited))


def path_of(slug: str, name: str) -> PurePosixPath:
    """Where the file of an article in the format `name` is."""
    return PurePosixPath("cite", f"{slug}{FORMATS[name].SUFFIX}")
