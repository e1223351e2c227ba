"""Revisions of a page are one article, which says what its source changed."""

from __future__ import annotations

from generator.models import Article, Block, BlockKind
from generator.revisions import collate


def article(revision: int, *texts: str, title: str = "عنوان", slug: str = "a") -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, 1) for text in texts)
    path = f"articles/{slug}.r{revision}.md"
    return Article(slug, title, "ar", path, str(revision), blocks=blocks, revision=revision)


def test_the_latest_revision_is_the_article() -> None:
    (found,), twins = collate([article(2, "ب"), article(1, "أ"), article(3, "ج")])
    assert found.revision == 3
    assert [earlier.number for earlier in found.earlier] == [2, 1]
    assert twins == []


def test_each_earlier_revision_says_what_the_next_one_changed() -> None:
    first = article(1, "قُتل ثلاثة.", "قال شاهد.", title="ثلاثة قتلى")
    second = article(2, "قُتل خمسة.", "قال شاهد.", "ونفى الجيش.", title="خمسة قتلى")
    (found,), _ = collate([first, second])
    (earlier,) = found.earlier
    assert earlier.title == "ثلاثة قتلى"
    assert earlier.removed == ("قُتل ثلاثة.",)
    assert earlier.added == ("قُتل خمسة.", "ونفى الجيش.")
    assert (earlier.path, earlier.sha256) == ("articles/a.r1.md", "1")


def test_a_title_that_stayed_is_not_told() -> None:
    (found,), _ = collate([article(1, "أ"), article(2, "ب")])
    assert found.earlier[0].title is None


def test_two_sources_with_one_slug_and_no_revision_are_twins() -> None:
    first, second, other = article(1, "أ"), article(1, "ب"), article(1, "ج", slug="b")
    found, twins = collate([first, second, other])
    assert found == [first, other]
    assert twins == [(second, first)]
