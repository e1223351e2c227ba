"""Articles that name the same people, places and topics."""

from __future__ import annotations

from dataclasses import replace

from generator.models import Article, Entry, Likeness, Segment, Term, TermKind, Translation
from generator.related import FEW, MOST, relate


def term(english: str, kind: TermKind = TermKind.PLACE) -> Term:
    return Term((f"اسم {english}",), english, kind)


def entry(slug: str, *terms: str, topics: tuple[str, ...] = ()) -> Entry:
    article = Article(slug, slug, "ar", f"articles/{slug}.txt", "0", topics=topics)
    title = Translation(Segment("title", slug))
    return Entry(article, (), title, (), "lead", terms=tuple(map(term, terms)))


def found(*entries: Entry) -> dict[str, tuple[str, ...]]:
    return {one.article.slug: one.related for one in relate(entries)}


def test_what_two_articles_share_relates_them_and_the_nearest_comes_first() -> None:
    near = found(
        entry("a", "Aleppo", "Homs"),
        entry("b", "Aleppo"),
        entry("c", "Aleppo", "Homs"),
        entry("d", "Oslo"),
    )
    assert near["a"] == ("c", "b")
    assert near["d"] == ()


def test_topics_of_the_sources_count_too() -> None:
    assert found(entry("a", topics=("المكتبات",)), entry("b", topics=("المكتبات",)))["a"] == ("b",)


def test_what_everybody_names_relates_nobody() -> None:
    crowd = [entry(f"e{n}", "Cairo") for n in range(FEW + 1)]
    pair = [entry("a", "Cairo", "Siwa"), entry("b", "Cairo", "Siwa")]
    near = found(*crowd, *pair)
    assert near["e0"] == ()
    assert near["a"] == ("b",)


def test_no_more_are_named_than_a_reader_looks_at() -> None:
    assert len(found(*(entry(f"e{n}", "Siwa") for n in range(12)))["e0"]) == MOST


def test_articles_that_tell_the_same_story_are_linked_as_that() -> None:
    same = replace(entry("a", "Siwa"), same_story=(Likeness("b", 0.9, 0.9, 0.9),))
    near = found(same, entry("b", "Siwa"), entry("c", "Siwa"))
    assert near["a"] == ("c",)
