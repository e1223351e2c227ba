"""Citations: files that reference managers read, lines to copy, tags that Zotero takes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import rispy
from bs4 import BeautifulSoup
from hostile import AUTHOR, SHOWN, SITE, hostile_digest, hostile_entry
from jsonschema import Draft202012Validator
from pybtex.database import BibliographyData, parse_string
from pybtex.scanner import PybtexSyntaxError

from generator.models import (
    Article,
    Copy,
    Digest,
    Entry,
    Lang,
    Origin,
    Segment,
    Status,
    Term,
    TermKind,
    Translation,
)
from generator.renderers import head
from generator.renderers.citations import citation_files, citations, reference

SCHEMA = Path(__file__).resolve().parents[1] / "schemas" / "csl_data.json"
ARTICLE = Article(
    "library",
    "المكتبة تفتح أبوابها",
    "ar",
    "articles/library.txt",
    "5" * 64,
    source="نشرة الحي",
    url="https://example.org/library",
    archived="https://archive.example.org/1/library",
    published="2016-10-25",
    retrieved="2016-10-26T08:00:00+03:00",
    authors=("ليلى العمر", "Sami Ahmad"),
    topics=("الكتب",),
    section="ثقافة",
)
MACHINE = (Status.MACHINE, Origin("libre", None, "2016-11-01"))
TITLE = Translation(Segment("title", ARTICLE.title), "The library opens", *MACHINE)
LINE = Translation(Segment("summary", "فتحت المكتبة.", ("s1",)), "The library opened.", *MACHINE)
PERSON = Term(("ليلى العمر",), "Layla Omar", TermKind.PERSON)
LIBRARY = Entry(ARTICLE, (), TITLE, (LINE,), "lead", terms=(PERSON,))
PENDING = replace(
    LIBRARY,
    title=Translation(TITLE.segment),
    summary=(Translation(LINE.segment),),
)


def about(**facts: object) -> Entry:
    return replace(LIBRARY, article=replace(ARTICLE, **facts))


def files(entry: Entry) -> dict[str, bytes]:
    return {asset.path.name: asset.content for asset in citation_files(Digest((entry,)), SITE)}


def bibtex(entry: Entry) -> BibliographyData:
    (content,) = (c for name, c in files(entry).items() if name.endswith(".bib"))
    return parse_string(content.decode(), "bibtex")


def ris(entry: Entry) -> dict[str, object]:
    (content,) = (c for name, c in files(entry).items() if name.endswith(".ris"))
    (record,) = rispy.loads(content.decode())
    return record


def csl(entry: Entry) -> dict[str, object]:
    (content,) = (c for name, c in files(entry).items() if name.endswith(".json"))
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(json.loads(content))
    (item,) = json.loads(content)
    return item


def test_bibtex_is_read_back() -> None:
    ((key, entry),) = bibtex(LIBRARY).entries.items()
    assert key == "library"
    assert entry.type == "article"
    assert [str(person) for person in entry.persons["author"]] == ["{ليلى العمر}", "{Sami Ahmad}"]
    fields = entry.fields
    assert fields["title"] == "{المكتبة تفتح أبوابها}"
    assert fields["titleaddon"] == "[The library opens]"
    assert fields["journal"] == "{نشرة الحي}"
    assert (fields["year"], fields["month"], fields["date"]) == ("2016", "October", "2016-10-25")
    assert (fields["url"], fields["urldate"]) == ("https://example.org/library", "2016-10-26")
    assert "al-mktba tftḥ abwābhā" in fields["note"]
    assert "not reviewed, machine translation by libre" in fields["note"]
    assert "5" * 64 in fields["note"]


def test_ris_is_read_back() -> None:
    record = ris(LIBRARY)
    assert record["type_of_reference"] == "NEWS"
    assert record["authors"] == ["ليلى العمر", "Sami Ahmad"]
    assert record["title"] == "المكتبة تفتح أبوابها"
    assert record["translated_title"] == "The library opens"
    assert record["secondary_title"] == "نشرة الحي"
    assert record["year"] == "2016"
    assert record["date"] == "2016/10/25/"
    assert record["urls"] == ["https://example.org/library"]
    assert record["language"] == "ar"
    assert record["keywords"] == ["الكتب"]
    assert "not reviewed" in str(record["notes"])


def test_csl_json_is_valid() -> None:
    item = csl(LIBRARY)
    assert item["title"] == "المكتبة تفتح أبوابها"
    assert item["author"] == [{"literal": "ليلى العمر"}, {"literal": "Sami Ahmad"}]
    assert item["issued"] == {"date-parts": [[2016, 10, 25]]}
    assert item["accessed"] == {"date-parts": [[2016, 10, 26]]}
    assert item["archive_location"] == "https://archive.example.org/1/library"
    assert "In English: The library opens. " in str(item["note"])


def test_a_title_that_ends_in_a_sign_gets_no_second_one() -> None:
    asked = replace(LIBRARY, title=replace(TITLE, text="Does the library open?"))
    assert "In English: Does the library open? English in" in str(csl(asked)["note"])


@pytest.mark.parametrize(
    ("published", "year", "date", "parts"),
    [
        (None, None, None, None),
        ("2016", "2016", "2016///", [[2016]]),
        ("2016-10", "2016", "2016/10//", [[2016, 10]]),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(
    published: str | None, year: str | None, date: str | None, parts: list[list[int]] | None
) -> None:
    entry = about(published=published)
    fields = next(iter(bibtex(entry).entries.values())).fields
    assert fields.get("year") == year
    assert fields.get("date") == published
    assert ris(entry).get("date") == date
    assert csl(entry).get("issued") == ({"date-parts": parts} if parts else None)


def test_an_article_of_which_nothing_is_known_can_be_cited() -> None:
    bare = about(
        source=None, url=None, archived=None, published=None, retrieved=None,
        authors=(), topics=(), section=None,
    )  # fmt: skip
    assert csl(bare)["URL"] == "https://example.org/digest/ar/articles/library/"
    assert ris(bare)["title"] == "المكتبة تفتح أبوابها"
    assert "author" not in next(iter(bibtex(bare).entries.values())).persons


def test_a_key_has_only_letters_that_every_program_takes() -> None:
    arabic = about(slug="خبز-البيت")
    assert files(arabic).keys() == {f"خبز-البيت{end}" for end in (".bib", ".ris", ".csl.json")}
    assert list(bibtex(arabic).entries) == ["khulasa-55555555"]


def test_text_of_a_source_ends_no_field() -> None:
    hostile = hostile_entry()
    ((_, entry),) = bibtex(hostile).entries.items()
    assert len(entry.persons["author"]) == 2
    plain = re.sub(r"\\text(\w+)\{\}", lambda m: SIGNS[m[1]], entry.fields["title"])
    assert re.sub(r"\\(?=[$&#_%])", "", plain) == f"{{{SHOWN}}}"
    assert list(bibtex(hostile).entries) == ["hostile"]
    record = ris(hostile)
    assert (record["title"], record["type_of_reference"]) == (SHOWN, "NEWS")
    assert record["authors"] == [AUTHOR, "and} , {x"]
    assert csl(hostile)["title"] == SHOWN


SIGNS = {
    "backslash": "\\",
    "braceleft": "{",
    "braceright": "}",
    "asciitilde": "~",
    "asciicircum": "^",
}


def test_a_field_that_is_not_closed_would_be_noticed() -> None:
    with pytest.raises(PybtexSyntaxError):
        parse_string("@article{k, title = {{x}", "bibtex")


def text(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text().replace("\u200e", "")


def lines(entry: Entry) -> dict[str, str]:
    return {cited.name: text(cited.html) for cited in citations(reference(entry, SITE))}


WHERE = (
    " English summary in خلاصة (not reviewed, machine translation by libre on 1 November 2016),"
    " https://example.org/digest/en/articles/library/."
)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("APA", "ليلى العمر, & Sami Ahmad. (2016, October 25). al-mktba tftḥ abwābhā المكتبة تفتح أبوابها [The library opens]. نشرة الحي. https://example.org/library."),
        ("MLA", "ليلى العمر, and Sami Ahmad. “al-mktba tftḥ abwābhā” المكتبة تفتح أبوابها [The library opens]. نشرة الحي, 25 Oct. 2016, https://example.org/library. Accessed 26 Oct. 2016."),
        ("Chicago", "ليلى العمر, and Sami Ahmad. “al-mktba tftḥ abwābhā” المكتبة تفتح أبوابها [The library opens]. نشرة الحي, October 25, 2016. https://example.org/library."),
    ],
)  # fmt: skip
def test_the_title_is_cited_in_latin_letters_in_arabic_and_in_english(name: str, line: str) -> None:
    assert lines(LIBRARY)[name] == line + WHERE


def test_what_is_not_known_is_left_out_of_a_line() -> None:
    bare = about(authors=(), source=None, published=None, retrieved=None, url=None)
    apa = lines(replace(bare, title=PENDING.title))["APA"]
    assert apa.startswith(
        "al-mktba tftḥ abwābhā المكتبة تفتح أبوابها. (n.d.). https://example.org/digest/ar/"
    )
    assert "2016-10" not in lines(about(published="2016-10"))["Chicago"]
    assert "October 2016." in lines(about(published="2016-10"))["Chicago"]
    assert "(2016, October)" in lines(about(published="2016-10"))["APA"]


def test_a_line_keeps_its_order_where_it_is_pasted_and_is_text_where_it_is_shown() -> None:
    for citation in citations(reference(hostile_entry(), SITE)):
        html = BeautifulSoup(citation.html, "html.parser")
        assert html.select("script, img") == []
        assert SHOWN in html.get_text()
        assert AUTHOR in html.get_text()
    (apa, *_) = citations(reference(LIBRARY, SITE))
    html = BeautifulSoup(apa.html, "html.parser")
    assert "المكتبة تفتح أبوابها\u200e [The library opens]" in html.get_text()
    assert [bdi["lang"] for bdi in html.select("bdi")] == ["ar"] * 4


def tags(entry: Entry, lang: Lang) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in json.loads(head.front_matter(entry, lang, SITE)["meta_tags"]):
        found.setdefault(name, []).append(content)
    return found


def test_a_card_is_named_only_by_a_whole_address() -> None:
    for settings in (SITE, replace(SITE, cards=True, site_url=None)):
        assert "og:image" not in head.front_matter(LIBRARY, "ar", settings)["meta_tags"]
    named = json.loads(head.front_matter(LIBRARY, "ar", replace(SITE, cards=True))["meta_tags"])
    assert ["og:image", "https://example.org/digest/cards/ar/library.png"] in named
    assert ["og:image:alt", "المكتبة تفتح أبوابها · نشرة الحي · خلاصة"] in named


@pytest.mark.parametrize(
    ("lang", "title", "abstract"),
    [
        ("ar", "المكتبة تفتح أبوابها", "فتحت المكتبة."),
        ("en", "The library opens", "The library opened."),
    ],
)
def test_the_tags_that_zotero_reads(lang: Lang, title: str, abstract: str) -> None:
    found = tags(LIBRARY, lang)
    page = f"https://example.org/digest/{lang}/articles/library/"
    assert found["citation_title"] == found["DC.title"] == found["og:title"] == [title]
    assert found["citation_author"] == found["DC.creator"] == ["ليلى العمر", "Sami Ahmad"]
    assert found["citation_publication_date"] == ["2016/10/25"]
    assert found["citation_public_url"] == found["og:url"] == [page]
    assert found["citation_language"] == found["DC.language"] == [lang]
    assert found["citation_abstract"] == [abstract]
    assert found["DC.type"] == ["newspaperArticle"]
    assert found["DC.source"] == ["نشرة الحي"]
    assert found["DC.identifier"] == ["https://example.org/library"]


def linked(entry: Entry, lang: Lang) -> dict[str, object]:
    document: dict[str, object] = json.loads(head.json_ld(entry, lang, SITE))
    return document


def test_json_ld_says_what_is_a_translation_of_what() -> None:
    arabic, english = linked(LIBRARY, "ar"), linked(LIBRARY, "en")
    assert arabic["@type"] == english["@type"] == "NewsArticle"
    assert (arabic["inLanguage"], english["inLanguage"]) == ("ar", "en")
    assert english["translationOfWork"]["@id"] == arabic["@id"]
    assert english["translationOfWork"]["inLanguage"] == "ar"
    assert arabic["workTranslation"]["@id"] == english["@id"]
    assert arabic["isBasedOn"] == english["isBasedOn"] == "https://example.org/library"
    assert arabic["archivedAt"] == "https://archive.example.org/1/library"
    assert arabic["datePublished"] == "2016-10-25"
    assert arabic["about"] == [
        {"@type": "Person", "name": "Layla Omar", "alternateName": ["ليلى العمر"]}
    ]
    assert english["creativeWorkStatus"] == "Not reviewed"
    assert arabic["identifier"]["value"] == "5" * 64


def test_what_has_no_english_is_no_article_in_english() -> None:
    assert head.json_ld(PENDING, "en", SITE) == ""
    assert "workTranslation" not in linked(PENDING, "ar")
    assert tags(PENDING, "en")["citation_title"] == ["المكتبة تفتح أبوابها"]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_json_ld_cannot_end_its_element(lang: Lang) -> None:
    (entry,) = hostile_digest().entries
    text = head.json_ld(entry, lang, SITE)
    assert not set("<>&") & set(text)
    assert json.loads(text)["headline"] == SHOWN
    assert json.loads(text)["author"][0]["name"] == AUTHOR


def test_a_copy_is_cited_by_its_own_source() -> None:
    other = replace(
        ARTICLE,
        slug="wire",
        source="الوكالة",
        url="https://example.org/wire",
        published="2016-10-24",
    )
    (own,) = bibtex_of(replace(LIBRARY, copies=(Copy.of(other),)), "wire.bib").entries.values()
    assert own.fields["title"] == "{المكتبة تفتح أبوابها}"
    assert own.fields["journal"] == "{الوكالة}"
    assert (own.fields["date"], own.fields["url"]) == ("2016-10-24", "https://example.org/wire")


def bibtex_of(entry: Entry, name: str) -> BibliographyData:
    return parse_string(files(entry)[name].decode(), "bibtex")
