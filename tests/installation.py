"""The package as people have it: built as a wheel, installed by pip, away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("generator", "overrides", "setup.py", "pyproject.toml", "README.md", "LICENSE")


@dataclass(frozen=True)
class Environment:
    """A virtual environment, with what its commands see of the outside."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def environ(self) -> dict[str, str]:
        """Its programs first, no way to a registry, nothing of this environment."""
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KHULASA", "PIP"))
        }
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        own = {"PATH": path, "VIRTUAL_ENV": str(self.folder), "NO_PROXY": "127.0.0.1"}
        return kept | own | {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

    def run(
        self, *command: str, cwd: Path, environ: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one of its programs, as a person would in a terminal."""
        return subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            cwd=cwd,
            env=self.environ | dict(environ or {}),
            capture_output=True,
            encoding="utf-8",
            timeout=280,
            check=False,
        )


def make(folder: Path) -> Environment:
    """An empty environment with pip."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
    return Environment(folder)


def lend(environment: Environment, scratch: Path) -> None:
    """Let it see the packages that are installed here, all but this project."""
    scratch.mkdir()
    for item in Path(sysconfig.get_path("purelib")).iterdir():
        if not item.name.startswith(("khulasa-", "__editable__", "pip", "__pycache__")):
            (scratch / item.name).symlink_to(item)
    (packages,) = environment.folder.glob("lib/python*/site-packages")
    for old in ("setuptools", "setuptools-*", "_distutils_hack", "distutils-precedence.pth"):
        for path in packages.glob(old):  # Python 3.11 brings an old one along.
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (packages / "lent.pth").write_text(f"{scratch}\n", "utf-8")


def wheel(environment: Environment, scratch: Path) -> Path:
    """Build the wheel from a copy of the checkout, with the setuptools that are there."""
    checkout, built = scratch / "checkout", scratch / "dist"
    checkout.mkdir(parents=True)
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, checkout / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, checkout)
    options = ("--no-build-isolation", "--no-deps", "--wheel-dir", str(built))
    done = environment.run("pip", "wheel", *options, ".", cwd=checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = built.iterdir()
    return made
