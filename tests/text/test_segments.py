"""How the sentences of an article's blocks are numbered."""

from __future__ import annotations

from generator.models import Block, BlockKind
from generator.text.segments import article_sentences

BLOCKS = (
    Block(BlockKind.HEADING, " هل تعود؟ نعم. ", 1),
    Block(BlockKind.PARAGRAPH, "فتحت المكتبة أبوابها.  وحضر كثيرون.", 3),
    Block(BlockKind.PARAGRAPH, " ", 4),
    Block(BlockKind.CAPTION, "القاعة الكبرى. تصوير سعاد", 5),
    Block(BlockKind.LIST_ITEM, "كتب الأطفال", 6),
)


def test_sentences_are_numbered_through_all_blocks_in_reading_order() -> None:
    assert [(s.id, s.block, s.text) for s in article_sentences(BLOCKS)] == [
        ("s1", 0, "هل تعود؟ نعم."),
        ("s2", 1, "فتحت المكتبة أبوابها."),
        ("s3", 1, "وحضر كثيرون."),
        ("s4", 3, "القاعة الكبرى. تصوير سعاد"),
        ("s5", 4, "كتب الأطفال"),
    ]


def test_the_offsets_of_a_sentence_point_into_its_block() -> None:
    for sentence in article_sentences(BLOCKS):
        assert BLOCKS[sentence.block].text[sentence.start : sentence.end] == sentence.text


def test_no_blocks_have_no_sentences() -> None:
    assert article_sentences(()) == ()
