"""Comments that a page's data declares: with those that it shows one thread, each of them once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.models import Article
from generator.readers import Source
from generator.readers.html import read

SENTENCES = (
    "افتتحت المدرسة الجديدة أبوابها صباح اليوم أمام مئتي تلميذ من القرى الأربع حول البحيرة.",
    "وقالت المديرة إن الصفوف واسعة ومضاءة بالشمس، وإن في المدرسة مكتبة ومختبرا وملعبا كبيرا.",
    "وكان الأهالي قد جمعوا نصف كلفة البناء خلال ثلاث سنوات من مواسم الزيتون والعنب المتتالية.",
    "وينتقل التلاميذ كل صباح بحافلتين صغيرتين تمران على البيوت البعيدة قبل طلوع الشمس بقليل.",
)
BODY = "<h1>مدرسة قرب البحيرة</h1><div>" + "".join(f"<p>{s}</p>" for s in SENTENCES) + "</div>"
FIRST = {
    "@type": "Comment", "author": {"@type": "Person", "name": "سلمى"},
    "dateCreated": "2024-05-04T14:35:00+03:00", "text": "خبر جميل، مبارك لأهل القرية جميعا.",
}  # fmt: skip
SECOND = {"@type": "Comment", "author": "Adam", "text": "Well done to all of you.\nThank you."}


def page(body: str = BODY, **article: object) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": "مدرسة قرب البحيرة", **article})
    script = f'<script type="application/ld+json">{data}</script>'
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">\n{script}</head><body>{body}</body></html>'


def article(text: str) -> Article:
    found = read(Source("page.html", text.encode()))
    assert [block.text for block in found.blocks] == list(SENTENCES)
    return found


def shown(who: str, text: str) -> str:
    return (
        f'<li class="comment"><b class="fn">{who}</b><time datetime="2024-05-05">5 مايو 2024</time>'
        f'<div class="comment-content"><p>{text}</p></div></li>'
    )


def thread(*comments: str, heading: str = "") -> str:
    return f'{BODY}<div id="comments">{heading}<ol>{"".join(comments)}</ol></div>'


def test_comments_in_the_data_alone_are_comments() -> None:
    found = article(page(comment=[FIRST, SECOND], commentCount=2))

    first, second = found.comments
    assert (first.author, first.published, first.lang, first.line) == (
        "سلمى", "2024-05-04T14:35+03:00", "ar", 2,
    )  # fmt: skip
    assert (second.author, second.lang, second.text) == ("Adam", "en", SECOND["text"])
    assert found.comments_declared == 2


def test_a_comment_that_is_shown_too_is_one_comment() -> None:
    body = thread(
        shown("أم خالد", "تعليق يظهر في الصفحة فقط ولا في بياناتها."), shown("", FIRST["text"])
    )
    found = article(page(body, comment=[FIRST, SECOND]))

    assert [(c.author, c.published) for c in found.comments] == [
        ("أم خالد", "2024-05-05"), ("سلمى", "2024-05-05"), ("Adam", None),
    ]  # fmt: skip


def test_of_a_comment_that_is_shown_in_part_the_whole_is_kept() -> None:
    whole = FIRST["text"] + " وننتظر المكتبة والملعب أيضا."
    found = article(page(thread(shown("سلمى", FIRST["text"])), comment={**FIRST, "text": whole}))

    assert [comment.text for comment in found.comments] == [whole]


def test_a_comment_in_lines_without_a_name_is_not_dropped_too() -> None:
    lines = "".join(f"<p>{line}</p>" for line in SECOND["text"].split("\n"))
    found = article(page(f"{BODY}<section class='x'>{lines}</section>", comment=SECOND))

    assert [comment.text for comment in found.comments] == [SECOND["text"]]
    assert not any("Well done" in line.text or "Thank" in line.text for line in found.dropped)


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ({"commentCount": 3}, 3),
        ({"commentCount": "3"}, 3),
        ({"commentCount": "many"}, None),
        ({"commentCount": True}, None),
        (
            {
                "interactionStatistic": [
                    {"interactionType": "https://schema.org/LikeAction", "userInteractionCount": 9},
                    {"interactionType": {"@type": "CommentAction"}, "userInteractionCount": 4},
                ]
            },
            4,
        ),
        ({"interactionStatistic": "UserComments:5"}, 5),
        ({}, None),
    ],
)
def test_the_number_that_the_data_declares(data: dict[str, object], number: int | None) -> None:
    assert article(page(**data)).comments_declared == number


def test_the_number_that_readers_see_counts_before_that_of_the_data() -> None:
    body = thread(shown("سلمى", FIRST["text"]), heading="<h2>التعليقات (7)</h2>")

    assert article(page(body, commentCount=3)).comments_declared == 7


def test_microdata() -> None:
    body = (
        f'{BODY}<meta itemprop="commentCount" content="2">'
        '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">'
        '<meta itemprop="author" content="سلمى"><meta itemprop="dateCreated" content="2024-05-04">'
        f'<p itemprop="text">{FIRST["text"]}</p></div>'
    )
    found = article(page(body))

    (comment,) = found.comments
    assert (comment.author, comment.published, comment.text) == (
        "سلمى", "2024-05-04", FIRST["text"],
    )  # fmt: skip
    assert found.comments_declared == 2


def test_markup_in_a_declared_comment_is_no_markup() -> None:
    text = "مبارك &amp; شكرا<br>لكم <b>جميعا</b><i>x</i>\u202e"
    (comment,) = article(page(comment={**FIRST, "text": text})).comments

    assert comment.text == "مبارك & شكرا\nلكم جميعاx"


@pytest.mark.parametrize(("declared", "said"), [(5, True), (2, False)])
def test_read_says_where_the_numbers_differ(declared: int, said: bool, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page(comment=[FIRST, SECOND], commentCount=declared), "utf-8")
    result = CliRunner().invoke(main, ["read", str(path)])

    assert result.exit_code == 0
    assert ("Declared by the page: 5; found: 2" in result.output) is said
