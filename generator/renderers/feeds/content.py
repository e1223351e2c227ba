"""Turn an `Entry` into the HTML and the line of text that a feed carries.

Whatever comes from a source is escaped; feed readers sanitize, and this does not count on it.
"""

from __future__ import annotations

from generator.config import Settings
from generator.models import Entry, Lang
from generator.renderers import provenance
from generator.renderers.addresses import in_ascii
from generator.renderers.hypertext import environment
from generator.renderers.labels import labels
from generator.renderers.pages import body, shown_date
from generator.text.plain import plain


def content(entry: Entry, lang: Lang, page: str, settings: Settings) -> str:
    """The summary, or the text where the settings say so, with who wrote and translated it."""
    template = environment().get_template("feed_entry.html")
    article = entry.article
    return template.render(
        entry=entry,
        lang=lang,
        t=labels(lang),
        page=page,
        original=in_ascii(article.url) if article.url else None,
        blocks=list(body(entry, ())) if settings.feeds == "full" else (),
        english=[line.text for line in entry.summary if line.text],
        arabic=[line.segment.text for line in entry.summary if not line.segment.is_written],
        published=article.published and shown_date(article.published, lang, settings.hijri),
        standing=provenance.as_text(entry, lang),
        site_name=settings.site_name,
        comma="، " if lang == "ar" else ", ",
    ).strip()


def summary(entry: Entry, lang: Lang) -> str:
    """The summary as text, with its source and status."""
    t = labels(lang)
    if lang == "en":
        sentences = [line.text for line in entry.summary if line.text] or [f"{t['pending']}."]
    else:
        sentences = [s.segment.text for s in entry.summary if not s.segment.is_written]
    source = f"{plain(entry.article.source)}. " if entry.article.source else ""
    standing = f"{t['english_status']}: {provenance.as_text(entry, lang)}."
    return plain(f"{' '.join(map(plain, sentences))} [{source}{standing}]")
