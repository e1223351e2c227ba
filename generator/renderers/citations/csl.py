"""Turn a `Reference` into CSL-JSON, which Zotero, Pandoc and citeproc read."""

from __future__ import annotations

import json
from typing import Any

from generator.renderers.citations.reference import Reference
from generator.text.calendars import Moment

SUFFIX = ".csl.json"


def write(reference: Reference) -> bytes:
    """A list of one item."""
    return (json.dumps([item(reference)], ensure_ascii=False, indent=1) + "\n").encode()


def item(reference: Reference) -> dict[str, Any]:
    """The item, by the schema csl-data.json of the Citation Style Language 1.0."""
    fields = {
        "id": reference.key,
        "type": "article-newspaper",
        "title": reference.title,
        "container-title": reference.source,
        "section": reference.section,
        # Which part of a name is the family's is not known.
        "author": [{"literal": name} for name in reference.authors],
        "issued": _date(reference.issued),
        "accessed": _date(reference.accessed),
        "URL": reference.url,
        "archive": reference.site_name,
        "archive_location": reference.archived or reference.arabic_page,
        "language": reference.lang,
        "keyword": ", ".join(reference.topics),
        "abstract": reference.abstract,
        "note": reference.note,
    }
    return {key: value for key, value in fields.items() if value not in (None, [], "")}


def _date(moment: Moment | None) -> dict[str, list[list[int]]] | None:
    if moment is None:
        return None
    parts = [part for part in (moment.year, moment.month, moment.day) if part is not None]
    return {"date-parts": [parts]}
