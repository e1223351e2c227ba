"""`python -m generator.cli`: the same as `khulasa`."""

from generator.cli import main

main()
