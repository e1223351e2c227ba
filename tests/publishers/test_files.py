"""Publishing: only what differs is written, only what is ours is touched."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from generator.errors import PublishError
from generator.models import GENERATED_MARK, Page
from generator.publishers.files import MANIFEST, publish


def page(path: str, text: str = "text") -> Page:
    return Page(PurePosixPath(path), "ar", f"---\n{GENERATED_MARK}\n---\n{text}\n")


def files_in(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found} - {MANIFEST}


def test_pages_are_written_and_a_second_run_writes_nothing(tmp_path: Path) -> None:
    pages = [page("ar/articles/a.md"), page("en/articles/a.md")]
    assert publish(pages, tmp_path).written == ("ar/articles/a.md", "en/articles/a.md")
    stamps = {name: (tmp_path / name).stat().st_mtime_ns for name in files_in(tmp_path)}
    assert publish(pages, tmp_path).written == ()
    assert {n: (tmp_path / n).stat().st_mtime_ns for n in files_in(tmp_path)} == stamps


def test_only_the_changed_page_is_written(tmp_path: Path) -> None:
    publish([page("a.md"), page("b.md")], tmp_path)
    assert publish([page("a.md"), page("b.md", "new")], tmp_path).written == ("b.md",)


def test_a_page_that_is_no_longer_wanted_is_removed_with_its_empty_folder(tmp_path: Path) -> None:
    publish([page("ar/topics/x.md"), page("ar/index.md")], tmp_path)
    assert publish([page("ar/index.md")], tmp_path).pruned == ("ar/topics/x.md",)
    assert files_in(tmp_path) == {"ar/index.md"}
    assert not (tmp_path / "ar/topics").exists()


def test_what_people_wrote_is_neither_overwritten_nor_removed(tmp_path: Path) -> None:
    publish([page("ar/index.md"), page("ar/old.md")], tmp_path)
    (tmp_path / "ar/index.md").write_text("# By hand\n")
    (tmp_path / "ar/old.md").write_text("# Also by hand\n")
    done = publish([page("ar/index.md", "new")], tmp_path)
    assert (tmp_path / "ar/index.md").read_text() == "# By hand\n"
    assert (tmp_path / "ar/old.md").read_text() == "# Also by hand\n"
    assert [problem.path for problem in done.problems] == [f"{tmp_path.name}/ar/index.md"]


def test_generated_pages_are_known_as_such_without_the_manifest(tmp_path: Path) -> None:
    publish([page("a.md")], tmp_path)
    (tmp_path / MANIFEST).unlink()
    assert publish([page("a.md", "new")], tmp_path).problems == ()
    assert "new" in (tmp_path / "a.md").read_text()


@pytest.mark.parametrize(
    "name", ["../outside.md", "ar/../../outside.md", "/tmp/khulasa-outside.md"]
)
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    with pytest.raises(PublishError, match="outside"):
        publish([page("a.md"), page(name)], docs)
    assert files_in(tmp_path) == set()


def test_a_link_that_leads_outside_is_not_followed(tmp_path: Path) -> None:
    docs, outside = tmp_path / "docs", tmp_path / "outside"
    docs.mkdir()
    outside.mkdir()
    (docs / "ar").symlink_to(outside)
    with pytest.raises(PublishError, match="outside"):
        publish([page("ar/index.md")], docs)
    assert files_in(outside) == set()


def test_a_tampered_manifest_prunes_nothing_outside(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    publish([page("a.md")], docs)
    victim = tmp_path / "victim.md"
    victim.write_text(page("x").text)
    (docs / MANIFEST).write_text('["../victim.md"]')
    with pytest.raises(PublishError, match="outside"):
        publish([page("a.md")], docs)
    assert victim.exists()


def test_a_folder_in_the_way_is_told_and_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    (tmp_path / "a.md" / "x").touch()
    with pytest.raises(PublishError, match="cannot write"):
        publish([page("a.md")], tmp_path)
    assert files_in(tmp_path) == {"a.md/x"}
