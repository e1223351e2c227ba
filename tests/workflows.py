"""Write .github/workflows/ anew from the files that `khulasa new` makes a site's workflows from.

    python tests/workflows.py

Run it when `generator/starter/files/dot-github/` has changed; a test says when it was forgotten.
"""

from __future__ import annotations

from pathlib import Path

from generator.starter import CHECKOUT, WORKFLOWS, workflow

FOLDER = Path(__file__).resolve().parents[1] / ".github" / "workflows"

if __name__ == "__main__":
    for name in WORKFLOWS:
        (FOLDER / name).write_text(workflow(name, CHECKOUT), encoding="utf-8")
