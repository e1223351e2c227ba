"""Turn a sheet from standard input into PDF on standard output: a volume in a process of its own.

Typst keeps what it has laid out for the next time, and a book of several hundred articles leaves
hundreds of megabytes behind; here they end with the process.
"""

from __future__ import annotations

import json
import sys
from pathlib import PurePosixPath

from generator.errors import PublishError
from generator.models import Sheet, to_json
from generator.typesetting import REFUSED, set_document


def main() -> int:
    path, template, data = json.load(sys.stdin.buffer)
    try:
        content = set_document(Sheet(PurePosixPath(path), template, data))
    except PublishError as error:
        print(json.dumps(to_json(error.problems[0])), file=sys.stderr)
        return REFUSED
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
