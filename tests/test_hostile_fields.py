"""Every field of a source and of its translation holds an alert of its own: none runs, all are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from playwright.sync_api import Page
from project import Project

from generator.archive.record import render
from generator.models import Article, Block, BlockKind, Comment, Note, NoteKind


def trap(field: str) -> str:
    """What would open a dialog with the name of its field, if it were markup anywhere."""
    return f"\"'><img src=x onerror=alert('{field}')><script>alert('{field}')</script>"


K = BlockKind
ARTICLE = Article(
    slug="trap",
    title=f"عنوان {trap('title')}",
    lang="ar",
    path="articles/trap.md",
    sha256="a" * 64,
    source=trap("source"),
    url="https://example.org/a?b='onmouseover=alert(1)&c=javascript:alert(2)",
    archived="https://archive.example.org/'onmouseover=alert(3)",
    published="2026-02-14",
    published_text=trap("published_text"),
    retrieved="2026-02-15T10:00+00:00",
    authors=(trap("author"),),
    topics=(trap("topic"),),
    section=trap("section"),
    blocks=(
        Block(K.BYLINE, f"بقلم {trap('byline')}", 1),
        Block(
            K.PARAGRAPH,
            "فتحت مكتبة الحي أبوابها مساء الأحد لأول مرة منذ عام كامل. وقالت أمينة المكتبة إن"
            f" الزوار كثيرون {trap('text')} في هذا الموسم. وتبقى الأبواب مفتوحة حتى التاسعة.",
            2,
        ),
        Block(K.HEADING, f"ما بعد ذلك {trap('heading')}", 3),
        Block(K.QUOTE, f"قالت المديرة إن الزوار كثيرون هذا العام {trap('quote')} وإنهم فرحون.", 4),
        Block(K.LIST_ITEM, f"بند {trap('item')}", 5),
        Block(K.CAPTION, f"صورة {trap('caption')}", 6),
    ),
    comments=(
        Comment(trap("comment_author"), trap("comment_age"), None, "ar", trap("comment"), 7),
        Comment(None, None, "2026-02-16", "en", trap("english_comment"), 8),
    ),
    comments_declared=5,
    notes=(Note(NoteKind.ENCODING, trap("note")),),
    confidence=0.93,
)
ON_BOTH_PAGES = (
    *("title", "source", "published_text", "author", "topic", "section", "note"),
    *("translation", "reviewer", "old_title", "removed", "added"),
)
ON_THE_ARABIC_PAGE = (
    *("byline", "text", "heading", "quote", "item", "caption"),
    *("comment_author", "comment_age", "comment", "english_comment"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("trap"))
    project.configure("      comments: fold")
    added = Block(K.PARAGRAPH, f"وأضافت أن الموعد تغيّر {trap('added')} إلى يوم آخر.", 9)
    removed = Block(K.PARAGRAPH, f"وكان الموعد يوم السبت {trap('removed')} في البداية.", 9)
    first = replace(
        ARTICLE, title=f"عنوان قديم {trap('old_title')}", blocks=(*ARTICLE.blocks, removed)
    )
    last = replace(ARTICLE, revision=2, blocks=(*ARTICLE.blocks, added))
    copy = replace(
        last, slug="twin", revision=1, source=trap("copy_source"), published="2026-03-01"
    )
    project.add("trap.md", render(first))
    project.add("trap.r2.md", render(last))
    project.add("twin.md", render(copy))
    project.khulasa("update")
    (path,) = (project.folder / "translations").glob("*.po")
    po = polib.pofile(str(path), wrapwidth=0)
    for entry in po:
        entry.msgstr = f"English {trap('translation')}"
        entry.flags = []
        entry.tcomment = f"reviewed: {trap('reviewer')} on 2026-02-17"
    po.save()
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project


def test_no_field_of_any_page_runs(
    page: Page, project: Project, serve: Callable[..., str], tmp_path: Path
) -> None:
    caught: list[str] = []
    page.on("dialog", lambda dialog: (caught.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda r: caught.append(r.url) if r.url.endswith("/x") else None)
    site = project.folder / "site"
    address = serve(site, "/digest/")
    paths = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    assert {"ar/articles/trap", "en/articles/twin"} <= set(paths)
    for path in paths:
        page.goto(f"{address}{path}/")
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        assert page.locator("img[src=x]").count() == 0, path
    for lang in ("ar", "en"):
        page.goto(f"{address}{lang}/?q=alert")
        page.locator("dialog[open] ol[data-query] li").first.wait_for()
        assert page.locator("dialog img, dialog script").count() == 0
    assert caught == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_each_field_can_be_read(project: Project, lang: str) -> None:
    text = project.html(f"{lang}/articles/trap").get_text()
    wanted = ON_BOTH_PAGES + (ON_THE_ARABIC_PAGE if lang == "ar" else ())
    assert [field for field in wanted if f"alert('{field}')" not in text] == []
    copy = project.html(f"{lang}/articles/twin").get_text()
    assert "alert('copy_source')" in copy
    reviewers = project.html(f"{lang}/method").get_text()
    assert "alert('reviewer')" in reviewers
