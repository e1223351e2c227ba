"""What is refused, and how it is said; which files are sources at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator.errors import SourceError
from generator.models import Problem
from generator.readers import find_sources, read

ARTICLE = "عاد سوق الحرفيين\n\nعاد السوق إلى الساحة بعد غياب طويل.\n"


def refusal(folder: Path, data: bytes | str, name: str = "a.txt", **options: int) -> Problem:
    """The one problem that keeps `data` from being read."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(SourceError) as error:
        read(path, folder, **options)
    (problem,) = error.value.problems
    assert problem.path == name
    assert problem.expected
    assert problem.action
    return problem


@pytest.mark.parametrize(
    "data",
    [
        ARTICLE.encode("utf-8"),
        ARTICLE.encode("utf-8-sig"),
        b"\xff\xfe" + ARTICLE.encode("utf-16-le"),
        b"\xfe\xff" + ARTICLE.encode("utf-16-be"),
        ARTICLE.encode("utf-16-le"),
        ARTICLE.encode("utf-16-be"),
        ARTICLE.replace("\n", "\r\n").encode(),
        ARTICLE.replace("\n", "\r").encode(),
    ],
    ids=[
        "utf-8",
        "with a mark",
        "utf-16 le",
        "utf-16 be",
        "le unmarked",
        "be unmarked",
        "crlf",
        "cr",
    ],
)
def test_utf8_and_utf16_are_read_with_any_line_end(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)

    article = read(path, tmp_path)

    assert article.title == "عاد سوق الحرفيين"
    assert [(block.text, block.line) for block in article.blocks] == [
        ("عاد السوق إلى الساحة بعد غياب طويل.", 3)
    ]
    assert article.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "line", "found"),
    [
        (b"", None, "empty"),
        (b"\xef\xbb\xbf\n \n", 1, "no text"),
        ("سطر\n".encode("cp1256"), 1, "looks like Windows-1256, which is not certain"),
        (b"title: x\n" + "\nسطر\n".encode("iso8859-6"), 3, "looks like ISO-8859-6"),
        ("سطر أول\nسطر ث".encode() + b"\xd8\n" + "وثالث".encode(), 2, "damaged there"),
        (b"\xff\xfe\x00\x00" + ARTICLE.encode("utf-32-le"), None, "UTF-32"),
        (b"\xff\xfe" + ARTICLE.encode("utf-16-le")[:-1], 3, "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0", None, "PNG picture"),
        (b"%PDF-1.7\n", None, "PDF"),
        (b"PK\x03\x04\0\0", None, "office document"),
        (b"<!DOCTYPE html><html><body>\xd8\xb9</body></html>", None, "HTML page"),
        ("سطر\n".encode() + b"\0\1\2", 2, "binary"),
        (b"An article in English.\nNot one word of Arabic.\n", 1, "none of the letters"),
        ("السوق القديم\n\nØ§Ù„Ø³Ùˆ Ù\n", 3, "decoded wrongly"),
        ("الرئيسية\nشارك\n12\n***\n", 1, "title"),
        ("---\ntitle: السوق\nنص المقال هنا.\n", 1, "no end"),
        ("---\n- a\n- b\n---\nنص المقال هنا.\n", 2, "not keys and values"),
        ("---\nsource: سوق\ntitle: [السوق\n---\nنص المقال هنا.\n", 4, "broken YAML"),
        ("---\nsource: سوق\ntitel: السوق\n---\nنص المقال هنا.\n", 3, "unknown key “titel”"),
        ("---\ntitle: أ\ntitle: ب\n---\nنص المقال هنا.\n", 3, "twice"),
        ("---\n\ntitle: [أ, ب]\n---\nنص المقال هنا.\n", 3, "title holds a list"),
        ("---\ntopics: {أ: ب}\n---\nنص المقال هنا.\n", 2, "topics holds a mapping"),
        ("---\nurl: javascript:alert(1)\n---\nنص المقال هنا.\n", 2, "not an address"),
        ("---\nurl: http://[::1\n---\nنص المقال هنا.\n", 2, "not an address"),
        ("---\nurl: 'https://x.org/\" onclick=x'\n---\nنص المقال هنا.\n", 2, "not an address"),
        ("---\npublished: soon\n---\nنص المقال هنا.\n", 2, "not a date"),
        ("---\npublished: 2016-02-31\n---\nنص المقال هنا.\n", 2, "not a date"),
        ("---\nretrieved: أمس\n---\nنص المقال هنا.\n", 2, "not a date"),
        ("---\nlang: العربية\n---\nنص المقال هنا.\n", 2, "is not Arabic"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    data: bytes | str, line: int | None, found: str, tmp_path: Path
) -> None:
    problem = refusal(tmp_path, data)

    assert found in problem.found
    assert problem.line == line


def test_all_faults_of_the_facts_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("---\nurl: ftp://x\nlang: '?'\ntopic: x\n---\nنص المقال هنا.\n")

    with pytest.raises(SourceError) as error:
        read(path, tmp_path)

    assert [problem.line for problem in error.value.problems] == [2, 3, 4]
    assert "perhaps topics" in str(error.value)


def test_faults_of_a_sidecar_are_told_with_the_sidecars_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "a.yml").write_text("source: سوق\nurl: nowhere\n")

    with pytest.raises(SourceError, match=r"a\.yml:2: url"):
        read(tmp_path / "a.txt", tmp_path)


def test_head_and_sidecar_must_not_contradict_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("section: ثقافة\nsource: سوق\n")

    problem = refusal(tmp_path, f"---\nsource: ساحة\n---\n{ARTICLE}")

    assert problem.line == 2
    assert "contradicts a.yml:2" in problem.found


def test_a_head_that_would_multiply_itself_is_refused(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    path = tmp_path / "a.txt"
    path.write_text("---\n" + "\n".join(rows) + f"\n---\n{ARTICLE}")

    with pytest.raises(SourceError, match="unknown key"):
        read(path, tmp_path)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "&a [*a, ", "!!python/name:os.system "])
def test_a_head_of_nothing_but_openings_is_refused(opening: str, tmp_path: Path) -> None:
    problem = refusal(tmp_path, f"---\n{opening * 1_000}\n---\n{ARTICLE}")

    assert problem.line in {2, 3}


def test_a_head_too_long_is_refused(tmp_path: Path) -> None:
    problem = refusal(tmp_path, f"---\ntitle: {'س' * 40_000}\n---\n{ARTICLE}")

    assert problem.line == 1


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)  # a hole: reading it would show NUL bytes, not its size

    with pytest.raises(SourceError, match=r"large\.txt: the file is 50\.0 MB large"):
        read(path, tmp_path)


def test_the_size_allowed_can_be_set(tmp_path: Path) -> None:
    problem = refusal(tmp_path, ARTICLE, max_bytes=20)

    assert problem.found == f"the file is {len(ARTICLE.encode())} bytes large"
    assert problem.expected == "at most 20 bytes"


def test_a_missing_file_a_folder_and_a_file_of_an_unknown_kind_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "page.docx").write_text("<p>")
    (tmp_path / "facts.yml").write_text("title: x")

    for name, found in {
        "none.txt": "no such file",
        "folder.txt": "not a file",
        "page.docx": r"no reader for \.docx files",
        "facts.yml": "facts without a source",
    }.items():
        with pytest.raises(SourceError, match=f"{name}: .*{found}"):
            read(tmp_path / name, tmp_path)


def test_sources_are_found_in_order_at_any_depth(tmp_path: Path) -> None:
    for name in (
        "b.txt", "a/c.txt", "a/é.TXT", "page.html", "b.yml", "orphan.yml", "README.md",
        ".hidden.txt", ".git/x.txt", "raw/x.txt", "a/raw/y.txt", "b.txt~", "#b.txt#",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE)

    found = [path.relative_to(tmp_path).as_posix() for path in find_sources(tmp_path)]

    assert found == ["a/c.txt", "a/é.TXT", "b.txt", "orphan.yml", "page.html"]


def test_a_folder_that_does_not_exist_has_no_sources(tmp_path: Path) -> None:
    assert find_sources(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("2016/سوق الحرفيين.txt", "سوق-الحرفيين"),
        ("A_b.c.txt", "a-b-c"),
        ("---.txt", f"article-{hashlib.sha256(ARTICLE.encode()).hexdigest()[:8]}"),
    ],
)
def test_the_slug_is_the_files_name_and_never_empty(name: str, slug: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(ARTICLE)

    article = read(path, tmp_path)

    assert article.slug == slug
    assert article.path == name
