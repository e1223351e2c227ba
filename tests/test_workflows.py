"""The workflows on GitHub: each step that is a script runs here as it does there.

Only GitHub itself is played: its own actions are passed over, and `gh` takes note of what it is
asked for. Git, the remote repository (bare, on disk), pip, the wheel, the commands and the feed
(behind a proxy on loopback) are real.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import lacking
from installation import Environment
from web_server import WebServer
from workflows import FOLDER

from generator.starter import CHECKOUT, KEYS, SITE, WORKFLOWS, workflow
from generator.translators import PROVIDERS

ROOT = Path(__file__).resolve().parents[1]
GH = """\
#!{python}
import json, os, sys
state = os.environ["GH_STATE"]
told = dict(zip(sys.argv, sys.argv[1:]))
with open(state + "/asked.jsonl", "a") as log:
    body = open(told["--body-file"]).read() if "--body-file" in told else None
    log.write(json.dumps({{"asked": sys.argv[1:], "body": body, "token": os.environ.get("GH_TOKEN")}}) + "\\n")
if sys.argv[1:3] == ["pr", "list"] and os.path.exists(state + "/waiting"):
    print(open(state + "/waiting").read())
"""


def parsed(name: str, recipe: Any = SITE) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(workflow(name, recipe))
    return document


def steps(name: str, recipe: Any = SITE) -> Iterator[dict[str, Any]]:
    for job in parsed(name, recipe)["jobs"].values():
        yield from job.get("steps", [])


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    done = subprocess.run(
        ["git", *who, "-c", "core.quotepath=off", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout.strip()


@dataclass
class Runner:
    """A machine of GitHub's, with a clone of the repository."""

    clone: Path
    environment: Environment
    scratch: Path
    expressions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.temp, self.state = self.scratch / "temp", self.scratch / "gh"
        self.temp.mkdir(parents=True, exist_ok=True)
        self.state.mkdir(exist_ok=True)
        programs = self.scratch / "bin"
        programs.mkdir(exist_ok=True)
        gh = programs / "gh"
        gh.write_text(GH.format(python=sys.executable), "utf-8")
        gh.chmod(0o755)
        self.summary = self.temp / "summary.md"
        path = self.environment.environ["PATH"]
        self.environ = self.environment.environ | {
            "PATH": f"{programs}{os.pathsep}{path}",
            "GH_STATE": str(self.state),
            "GITHUB_ENV": str(self.temp / "env"),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_RUN_ID": "17",
            "PYTHONUTF8": "1",
        }

    def run(self, step: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does."""
        given = {key: self._filled(value) for key, value in step.get("env", {}).items()}
        noted = self.temp / "env"
        lines = noted.read_text("utf-8").splitlines() if noted.exists() else []
        earlier = dict(line.split("=", 1) for line in lines)
        return subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=self.clone, env=self.environ | earlier | given, capture_output=True,
            encoding="utf-8", timeout=250, check=False,
        )  # fmt: skip

    def _filled(self, value: str) -> str:
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda m: self.expressions.get(m[1], ""), value)

    def run_all(self, name: str, recipe: Any = SITE, besides: tuple[str, ...] = ()) -> str:
        """Run the scripts of a workflow; what they said."""
        said = ""
        for step in steps(name, recipe):
            if "run" in step and step.get("name") not in besides:
                done = self.run(step)
                said += done.stdout + done.stderr
                assert done.returncode == 0, f"{step['name']}: {said}"
        return said

    @property
    def asked(self) -> list[dict[str, Any]]:
        log = self.state / "asked.jsonl"
        return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


# -- Their form -----------------------------------------------------------------------------------

Tool = Callable[..., str]


@pytest.fixture(scope="session")
def tool() -> Tool:
    """What a program of the tools' environment complains of."""
    folder = ROOT / ".venv-tools" / "bin"

    def run(name: str, *arguments: object) -> str:
        program = shutil.which(name, path=folder)
        if program is None:
            lacking(f"needs {name}. Run: make .venv-tools/tools.stamp")
        done = subprocess.run(
            [program, *map(str, arguments)], capture_output=True, encoding="utf-8", timeout=60,
            check=False, env=os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        )  # fmt: skip
        return "" if done.returncode == 0 else done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def workflow_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """This project's workflows, and those of a new site, which has no folder requirements/."""
    folder = tmp_path_factory.mktemp("site") / ".github" / "workflows"
    folder.mkdir(parents=True)
    for name in WORKFLOWS:
        (folder / name).write_text(workflow(name, SITE), "utf-8")
    return sorted((*FOLDER.glob("*.yml"), *folder.glob("*.yml")))


def test_they_are_what_githubs_schema_says(tool: Tool, workflow_files: list[Path]) -> None:
    form = ("--builtin-schema", "vendor.github-workflows")
    assert tool("check-jsonschema", *form, *workflow_files) == ""


def test_actionlint_and_shellcheck_find_nothing_in_them(
    tool: Tool, workflow_files: list[Path]
) -> None:
    """Among other things that each action is a version that still runs, with inputs it knows."""
    assert tool("actionlint", "-oneline", *workflow_files) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("    timeout-minutes:", "    timeout:", "timeout"),
        ("permissions:\n", "permission:\n", "permission"),
    ],
)
def test_a_key_that_github_does_not_know_would_be_told(
    tool: Tool, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    path = tmp_path / "site.yml"
    path.write_text(workflow("site.yml", SITE).replace(right, wrong), "utf-8")
    form = ("--builtin-schema", "vendor.github-workflows")
    assert said in tool("check-jsonschema", *form, path)
    assert said in tool("actionlint", "-oneline", path)


def test_a_fault_in_a_script_would_be_told(tool: Tool, tmp_path: Path) -> None:
    path = tmp_path / "update.yml"
    spoiled = workflow("update.yml", SITE).replace('git switch "$branch"', "git switch $branch")
    path.write_text(spoiled.replace("actions/checkout@v5", "actions/checkout@v4"), "utf-8")
    told = tool("actionlint", "-oneline", path)
    assert "shellcheck reported issue" in told
    assert 'version of action "actions/checkout@v4"' in told


@pytest.mark.parametrize("name", WORKFLOWS)
def test_this_projects_workflows_are_made_from_those_of_a_new_site(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == workflow(name, CHECKOUT), (
        "run: python tests/workflows.py"
    )


@pytest.mark.parametrize("name", WORKFLOWS)
@pytest.mark.parametrize("recipe", [SITE, CHECKOUT], ids=["site", "checkout"])
def test_no_script_is_put_together_from_what_strangers_write(name: str, recipe: Any) -> None:
    scripts = [step["run"] for step in steps(name, recipe) if "run" in step]
    assert scripts
    assert not any("${{" in script for script in scripts)


def test_each_job_may_do_what_it_needs_and_no_more() -> None:
    site, update, checks = map(parsed, ("site.yml", "update.yml", "checks.yml"))
    read = {"contents": "read"}
    assert site["permissions"] == checks["permissions"] == read
    assert "permissions" not in site["jobs"]["build"]
    assert site["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert update["permissions"] == {"contents": "write", "pull-requests": "write"}
    for document in (site, update, checks):
        assert document["concurrency"]["group"]
        for job in document["jobs"].values():
            assert 0 < job["timeout-minutes"] <= 60
            setup = [s for s in job["steps"] if s.get("uses", "").startswith("actions/setup")]
            assert all(s["with"]["cache"] == "pip" for s in setup)


def test_keys_are_known_to_the_step_that_needs_them_alone() -> None:
    declared = set()
    for place in PROVIDERS.values():
        module = place.partition(":")[0].replace(".", "/")
        declared |= set(re.findall(r"KHULASA_[A-Z_]+", (ROOT / f"{module}.py").read_text("utf-8")))
    assert set(KEYS) == declared
    holders = {s["name"]: s["env"] for s in steps("update.yml") if "secrets." in str(s)}
    assert list(holders) == ["Ask for the English"]
    assert holders["Ask for the English"] == {key: f"${{{{ secrets.{key} }}}}" for key in KEYS}
    assert "secrets." not in workflow("site.yml", SITE) + workflow("checks.yml", SITE)


def test_updates_go_to_a_branch_of_their_own() -> None:
    pushes = re.findall(r"git push.*", workflow("update.yml", SITE))
    assert pushes == ['git push origin "HEAD:refs/heads/$BRANCH"']
    assert "--force" not in workflow("update.yml", SITE)


# -- What they do ---------------------------------------------------------------------------------

TEXT = (
    "أعلنت بلدية المدينة صباح اليوم افتتاح الجسر الجديد فوق النهر بعد عامين من العمل، وقالت إن كلفته بلغت ثلاثة ملايين.",
    "وقال مهندس المشروع إن السير فوق الجسر يبدأ مساء الخميس بعد انتهاء الفحوص الأخيرة، وإن أحدًا لن يدفع رسمًا.",
    "وأضاف أن الجسر القديم سيبقى مفتوحًا للمشاة وراكبي الدراجات حتى نهاية العام، ثم تُنقل حجارته إلى متحف المدينة.",
)
GARDEN = (
    "زرع متطوعون من أهل الحي ثلاثين شجرة زيتون في الحديقة العامة يوم السبت، وسقوها من ماء المطر الذي جُمع في الشتاء.",
    "وقالت منسقة الحملة إن الأطفال كتبوا أسماءهم على لوحات صغيرة عند الأشجار، وإنهم سيعودون كل شهر للعناية بها.",
    "وتنوي الحملة أن تزرع العدد نفسه في الخريف المقبل إذا وجدت من يتبرع بالشتلات وبأدوات الحفر والسقاية.",
)


def feed(*articles: tuple[str, tuple[str, ...]]) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>http://news.example/{number}</link>"
        "<pubDate>Mon, 06 May 2024 08:30:00 +0300</pubDate>"
        f"<content:encoded><![CDATA[{''.join(f'<p>{p}</p>' for p in body)}]]></content:encoded></item>"
        for number, (title, body) in enumerate(articles, 1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>صحيفة المثال</title><link>http://news.example/</link>{items}</channel></rss>"
    )


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def repository(installed: tuple[Environment, Path], tmp_path: Path) -> Path:
    """The bare repository of a new site, which looks at a feed and asks `echo`."""
    environment, _ = installed
    work, bare = tmp_path / "work", tmp_path / "site.git"
    assert environment.run("khulasa", "new", str(work), cwd=tmp_path).returncode == 0
    settings = (work / "mkdocs.yml").read_text("utf-8")
    settings = settings.replace("sources: []", "sources: [http://news.example/feed.xml]")
    settings = settings.replace("        - google\n        - mymemory\n", "        - echo\n")
    (work / "mkdocs.yml").write_text(settings, "utf-8")
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(bare))
    git(work, "init", "-q", "-b", "main")
    git(work, "add", "--all")
    git(work, "commit", "-q", "-m", "A new site")
    git(work, "push", "-q", str(bare), "main")
    return bare


@pytest.fixture
def runner(
    installed: tuple[Environment, Path], repository: Path, tmp_path: Path, web: WebServer
) -> Any:
    """Makes a runner with a fresh clone."""

    def make(name: str) -> Runner:
        environment, wheel = installed
        git(tmp_path, "clone", "-q", str(repository), name)
        one = Runner(
            tmp_path / name, environment, tmp_path / f"{name}-machine",
            {"github.token": "TOKEN", "steps.pages.outputs.base_url": "https://me.example/digest"},
        )  # fmt: skip
        proxy = f"http://127.0.0.1:{web.port}"
        one.environ |= {"PIP_FIND_LINKS": str(wheel.parent), "http_proxy": proxy}
        return one

    return make


def test_new_articles_are_proposed_and_what_a_person_did_stays(
    runner: Any, repository: Path, web: WebServer, tmp_path: Path
) -> None:
    web.page(
        "http://news.example/feed.xml",
        feed(("افتتاح الجسر @admin #1", TEXT)),
        "application/rss+xml",
    )
    before = git(repository, "rev-parse", "main")

    first: Runner = runner("first")
    first.run_all("update.yml")
    assert git(repository, "rev-parse", "main") == before
    assert git(repository, "branch", "--format", "%(refname:short)") == "main\nupdate/17"
    changed = git(repository, "diff", "--name-only", "main", "update/17").splitlines()
    assert [name.split("/")[0] for name in changed] == [
        "articles",
        "articles",
        "articles",
        "translations",
    ]
    (listed, created) = first.asked
    assert listed["asked"][:2] == ["pr", "list"]
    assert created["asked"][:6] == ["pr", "create", "--base", "main", "--head", "update/17"]
    assert created["token"] == "TOKEN"
    report = created["body"]
    assert "1 added" in report
    assert "[echo]" in BeautifulSoup(report, "html.parser").get_text()
    assert "@admin" not in report
    assert first.summary.read_text("utf-8") == report

    # A person corrects a sentence in the branch; the feed goes on.
    person = tmp_path / "person"
    git(tmp_path, "clone", "-q", "-b", "update/17", str(repository), "person")
    (path,) = set((person / "translations").glob("*.po")) - {person / "translations/clouds.po"}
    po = polib.pofile(str(path), wrapwidth=0)
    po[0].msgstr, po[0].flags = "A new bridge opens", []
    po.save()
    git(person, "commit", "-q", "-a", "-m", "Reviewed")
    git(person, "push", "-q")
    both = feed(("افتتاح الجسر @admin #1", TEXT), ("زيتون في الحديقة", GARDEN))
    web.page("http://news.example/feed.xml", both, "application/rss+xml")

    second: Runner = runner("second")
    (second.state / "waiting").write_text("update/17", "utf-8")
    second.run_all("update.yml", besides=("Install",))
    assert second.asked[-1]["asked"][:3] == ["pr", "edit", "update/17"]
    assert "A new bridge opens" in git(repository, "show", f"update/17:translations/{path.name}")
    assert (
        len(git(repository, "ls-tree", "--name-only", "update/17", "translations/").splitlines())
        == 4
    )

    # The person pushes again before the next proposals are through.
    web.page("http://news.example/feed.xml", feed(("جسر ثالث", TEXT[::-1])), "application/rss+xml")
    third: Runner = runner("third")
    (third.state / "waiting").write_text("update/17", "utf-8")
    for step in steps("update.yml"):
        if step.get("name", "").startswith(("Go on", "Look")):
            assert third.run(step).returncode == 0
    git(person, "pull", "-q")
    git(person, "commit", "-q", "--allow-empty", "-m", "Once more")
    git(person, "push", "-q")
    propose = list(steps("update.yml"))[-1]
    (third.temp / "report.md").write_text("...", "utf-8")
    done = third.run(propose)
    assert done.returncode != 0
    assert "[rejected]" in done.stderr
    assert git(repository, "log", "-1", "--format=%s", "update/17") == "Once more"


def test_nothing_new_proposes_nothing(runner: Any, repository: Path) -> None:
    """The feed cannot be reached today, too: that is told, and no run fails for it."""
    machine: Runner = runner("machine")
    machine.run_all("update.yml", besides=("Install",))
    told = BeautifulSoup(machine.summary.read_text("utf-8"), "html.parser").get_text()
    assert "1 refused" in told
    assert "http://news.example/feed.xml: the server answered 404" in told
    assert machine.summary.read_text("utf-8").endswith("Nothing to propose.\n")
    assert git(repository, "branch", "--format", "%(refname:short)") == "main"
    assert [one["asked"][:2] for one in machine.asked] == [["pr", "list"]]


def test_a_push_builds_the_site_for_its_address_on_pages(runner: Any) -> None:
    machine: Runner = runner("machine")
    machine.run_all("site.yml")
    html = (machine.clone / "site/en/articles/clouds/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://me.example/digest/en/articles/clouds/">' in html
    assert git(machine.clone, "status", "--porcelain") == ""
    uploaded = next(s for s in steps("site.yml") if "upload-pages" in s.get("uses", ""))
    assert (machine.clone / uploaded["with"]["path"] / "404.html").is_file()


@pytest.mark.slow
def test_this_projects_own_site_is_built_by_its_workflow(
    installed: tuple[Environment, Path], tmp_path: Path
) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout, to tell the project's files from others")
    clone = tmp_path / "clone"
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "benchmarks/")):
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    base = {"steps.pages.outputs.base_url": "https://me.example/khulasa"}
    machine = Runner(clone, installed[0], tmp_path / "machine", base)
    said = machine.run_all("site.yml", CHECKOUT)
    assert "13 articles" in said
    assert "https://me.example/khulasa/" in (clone / "site/ar/index.html").read_text("utf-8")
