"""The shelf tells what is new from what is there already, and from what has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.archive.shelf import Kind, Shelf, file_of
from generator.models import Article, Block, BlockKind

LONG = (
    "أعلنت بلدية المدينة صباح اليوم افتتاح الجسر الجديد فوق النهر بعد عامين من العمل، وقالت إن كلفته"
    " بلغت ثلاثة ملايين وإن السير فوقه يبدأ مساء الخميس بعد انتهاء الفحوص الأخيرة."
)


def article(
    text: str = LONG, *, url: str | None = None, title: str = "الجسر الجديد", sha256: str = "1"
) -> Article:
    block = Block(BlockKind.PARAGRAPH, text, 1)
    return Article(
        "page", title, "ar", "page.html", sha256, url=url, published="2024-05-06", blocks=(block,)
    )


def test_what_is_new_gets_a_slug_of_its_day_and_its_title() -> None:
    place = Shelf([]).place(article())
    assert (place.kind, place.article.slug) == (Kind.NEW, "2024-05-06-الجسر-الجديد")
    assert file_of(place.article).as_posix() == "2024-05-06-الجسر-الجديد.md"


def test_two_articles_with_one_title_have_two_slugs() -> None:
    shelf = Shelf([])
    slugs = []
    for number in (1, 2, 3):
        place = shelf.place(article(f"{LONG} {number}", url=f"https://example.org/{number}"))
        shelf.put(place.article)
        slugs.append(place.article.slug)
    assert slugs == [f"2024-05-06-الجسر-الجديد{end}" for end in ("", "-2", "-3")]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a",
        "http://example.org/a",
        "https://EXAMPLE.org:443/a#top",
        "https://example.org/a?utm_source=mail",
    ],
)
def test_a_page_is_known_again_by_its_address(address: str) -> None:
    shelf = Shelf([article(url="https://example.org/a")])
    assert shelf.place(article(url=address, sha256="2")).kind is Kind.KNOWN


def test_a_page_that_has_changed_is_the_next_revision_of_the_same() -> None:
    known = article(url="https://example.org/a")
    shelf = Shelf([known])
    for number in (2, 3):
        place = shelf.place(article(f"{LONG} {number}", url="https://example.org/a"))
        shelf.put(place.article)
        assert (place.kind, place.article.slug, place.article.revision) == (
            Kind.CHANGED,
            "page",
            number,
        )
        assert file_of(place.article).as_posix() == f"page.r{number}.md"


def test_a_page_that_returns_to_what_it_was_is_a_revision_too() -> None:
    known = article(url="https://example.org/a")
    shelf = Shelf([known])
    shelf.put(shelf.place(article(f"{LONG} تصحيح", url=known.url)).article)
    assert shelf.place(known).article.revision == 3


def test_the_same_words_on_another_page_are_another_article() -> None:
    shelf = Shelf([article(url="https://example.org/a")])
    assert shelf.place(article(url="https://example.net/a")).kind is Kind.NEW


def test_a_text_without_an_address_is_known_again_by_its_words() -> None:
    assert Shelf([article()]).place(article(sha256="2")).kind is Kind.KNOWN
    assert Shelf([article()]).place(article("نص آخر")).kind is Kind.NEW


def test_a_file_of_the_same_name_that_says_nearly_the_same_is_a_revision() -> None:
    shelf = Shelf([article()], [("1", "bridge.txt")])
    changed = article(LONG.replace("ثلاثة", "أربعة"), sha256="2")
    assert shelf.place(changed, "bridge.txt").kind is Kind.CHANGED
    assert shelf.place(changed, "other.txt").kind is Kind.NEW
    assert shelf.place(article("نص آخر تماما", sha256="2"), "bridge.txt").kind is Kind.NEW


def test_bytes_that_hold_several_articles_are_none_of_them() -> None:
    one, two = article(sha256="1"), replace(article("نص آخر", sha256="1"), slug="two")
    assert Shelf([one]).of_bytes("1") is one
    assert Shelf([one, two]).of_bytes("1") is None
    assert Shelf([]).of_bytes("1") is None


def test_a_declared_address_that_cannot_be_is_compared_as_it_is() -> None:
    odd = article(url="https://example.org:99999/a")
    assert Shelf([odd]).place(odd).kind is Kind.KNOWN
