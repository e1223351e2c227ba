"""Turn the branch that a site is pushed to into whether it can be, before anything is built.

`mkdocs gh-deploy` puts a commit on the branch as it was last seen here, and pushes. Refused is a
branch on which somebody else has put something since: the push would be rejected at the very end,
with the words of a program and not of a person.
"""

from __future__ import annotations

import re
import subprocess

from generator.models import Problem


def objection(remote: str, branch: str) -> Problem | None:
    """Why the working directory's repository cannot push to `branch` of `remote`; None if it can.

    Asks the remote, as the push will.
    """
    try:
        there = _git("ls-remote", "--heads", remote, f"refs/heads/{branch}")
        here = _git("rev-parse", "--verify", "--quiet", f"refs/remotes/{remote}/{branch}")
    except FileNotFoundError:
        return Problem(remote, "git is not installed", action="Install it; nothing was pushed.")
    if there.returncode:
        said = (there.stderr.strip().splitlines() or ["no reason given"])[0]
        return Problem(
            path=remote,
            found=f"the remote repository cannot be asked: {_without_password(said)}",
            action="Check 'git remote -v' and your access to it. Nothing was built or pushed.",
        )
    last, seen = there.stdout.split("\t")[0].strip(), here.stdout.strip()
    if last in ("", seen):
        return None
    return Problem(
        path=f"{remote}/{branch}",
        found=f"it has moved: its last commit is {last[:10]}",
        expected=f"{seen[:10]}, as it was last seen here" if seen else "none, as it was seen here",
        action=f"Nothing was built or pushed. Run 'git fetch {remote} {branch}:refs/remotes/"
        f"{remote}/{branch}' and deploy again: what is there stays in its history.",
    )


def _git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], capture_output=True, encoding="utf-8", check=False)


def _without_password(text: str) -> str:
    return re.sub(r"//[^/@\s]*@", "//", text)
