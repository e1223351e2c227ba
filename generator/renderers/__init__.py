"""Turn `Entry`s into `Page`s: Markdown that MkDocs makes a site of.

`pages` decides which pages there are; `templates/` hold their form, `labels.yml` their words;
`markdown` sees to it that the text of a source stays text.
"""

from generator.renderers.pages import render

__all__ = ["render"]
