"""Turn Arabic articles into a bilingual digest: Arabic pages with a traceable English summary.

A tour, in the order the data flows. What a person names comes in by `khulasa add`:

- `collectors` fetch it and open what holds several: feeds, saved pages, archives of the web;
- `readers` turn what may be an article into an `Article` (`models`), or refuse it;
- `archive` keeps it in `articles/`: a record for people to review, and the bytes it was made from.

From there on, at each build:

1. `readers` turn a source in `articles/` into an `Article`; `revisions` and `stories` tell which
   belong together.
2. `text` splits its paragraphs into sentences, reads its dates, folds its spelling.
3. `summarizers` choose the sentences of the `Summary`.
4. `translators` propose English for them, when `proposals` ask; `memory` keeps the proposals in
   `translations/*.po`, where people review them.
5. `stories` make one `Entry` (article, summary, translations) of exact copies and link near ones.
6. `renderers` turn the entries into Markdown `Page`s, into `Asset`s (feeds, citations), and into
   `Sheet`s, which `typesetting` sets as pictures and PDF.
7. `publishers` write the pages to `docs/`, and the assets and the search index to the built site.

People decide about the English in `desk`: sentence by sentence, or by files for other tools
(`interchange`); `progress` counts what is left to do. `checks` say what is doubtful in it, and
`termbase` keeps the names and terms that it must get right.

`intake`, `pipeline` and `proposals` are the program: they call the stages in this order; `doctor`
says whether all is well, `starter` begins a site of one's own. `cli` and
`mkdocs_plugin` are its two doors; they translate errors and settings and hold no logic.
"""

__version__ = "0.1.0"
