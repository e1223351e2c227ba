"""Text of a source through real Markdown: it comes out as the text it is."""

from __future__ import annotations

import html

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.renderers.markdown import either, environment, escape, inline

EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "meta", "smarty",
    "tables", "toc", "wikilinks", "pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret",
    "pymdownx.critic", "pymdownx.details", "pymdownx.emoji", "pymdownx.inlinehilite",
    "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.smartsymbols",
    "pymdownx.snippets", "pymdownx.superfences", "pymdownx.tasklist", "pymdownx.tilde",
]  # fmt: skip
"""What a site may have switched on: each of them reads some sign as markup."""

MARKUP = """\
<script>alert(1)</script> <img src=x onerror=alert(1)> </p></div> &lt; &amp; &#42;
*a* _b_ **c** `d` ``e`` [f](g) ![h](i) [j]: k [[l]] ~~m~~ ^n^ ==o== ++p++ $q$ \\(r\\)
# s - t + u 1. v > w | x | y --- === ::: !!! ??? {: .z } {{ 7*7 }} {% if %} {# c #} <!-- d -->
(c) (tm) (r) 1/2 1st +/- --> =/= ... -- --- 'a' "b" :smile: @user #12 www.example.com
http://example.com mail@example.com --8<-- "x" [TOC] [^1] *[HTML]: y {++a++} {~~b~>c~~} [x] ++ctrl++
""".splitlines()


FORMS = {
    "paragraph": "<span>{}</span>",
    "heading": "## {} {{: #x }}",
    "link": "[{}](page.md)",
    "list": "- [{}](page.md)",
    "raw html": "<p>{}</p>",
    "attribute": '<p title="{}">x</p>',
    "block": '<div markdown="block">\n\n<p>{}</p>\n\n</div>',
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("line", MARKUP)
def test_no_sign_becomes_markup_in_any_place(form: str, line: str) -> None:
    page = BeautifulSoup(
        markdown.markdown(form.format(escape(line)), extensions=EXTENSIONS), "html.parser"
    )
    text = page.p["title"] if "title=" in form else page.get_text()
    assert " ".join(text.split()) == " ".join(line.split())
    allowed = {"span", "h2", "a", "p", "ul", "li", "div"}
    assert {tag.name for tag in page.find_all(True)} <= allowed


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"])))
@settings(max_examples=300)
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    page = markdown.markdown(f"<span>{escape(text)}</span>", extensions=EXTENSIONS)
    assert BeautifulSoup(page, "html.parser").get_text().split() == text.split()


def test_control_characters_vanish() -> None:
    assert escape("a\x00b\x1b[31mc") == "ab&#91;31mc"


def test_isolating_changes_no_letter() -> None:
    text = "كتبها بلغة C++ و<b> ثم {{ x }} والهاتف +44 20 7946 0000"
    shown = BeautifulSoup(str(inline(text, "ar")), "html.parser")
    assert shown.get_text() == text
    assert [bdi.get_text() for bdi in shown.select("bdi")] == ["C++", "b", "x", "+44 20 7946 0000"]


def test_a_name_in_the_other_script_is_isolated_whole() -> None:
    assert either("نشرة الحي؟", "en") == '<bdi lang="ar" dir="rtl">نشرة الحي؟</bdi>'
    assert either("نشرة الحي؟", "ar") == "نشرة الحي؟"
    assert either("The Daily!", "ar") == '<bdi dir="ltr">The Daily&#33;</bdi>'


def test_templates_escape_whatever_is_printed() -> None:
    template = environment().from_string(
        '{% macro item(x) %}<li title="{{ x }}">{{ x }}</li>{% endmacro %}{{ item(text) }}'
    )
    printed = template.render(text='"><img src=x onerror=alert(1)>')
    assert "<img" not in printed
    assert html.unescape(printed).count("onerror=alert(1)") == 2
