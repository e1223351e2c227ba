"""Turn Arabic articles into a bilingual digest: Arabic pages with a traceable English summary.

A tour, in the order the data flows:

1. `readers` turn a source in `articles/` into an `Article` (`models`).
2. `text` splits its paragraphs into sentences, reads its dates, folds its spelling.
3. `summarizers` choose the sentences of the `Summary`.
4. `translators` propose English for them; `memory` keeps the proposals in `translations/*.po`,
   where people review them.
5. `renderers` turn the `Entry` (article, summary, translations) into Markdown `Page`s.
6. `publishers` write those pages and the search index to disk.

People decide about the English in `desk`: sentence by sentence, or by files for other tools
(`interchange`); `progress` counts what is left to do.

`pipeline` is the program: it calls the stages in this order and fits on a page. `cli` and
`mkdocs_plugin` are its two doors; they translate errors and settings and hold no logic.
"""

__version__ = "0.1.0"
