"""Turn keys on a terminal, or lines of a pipe, into answers; and Ctrl-C into an end between steps.

Python raises KeyboardInterrupt wherever it happens to be. Inside a finalizer (a file lock has one)
it is printed and lost, and inside a step it leaves that step half done. So an interrupt is only
noted while something is done, and raised where an answer is waited for.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Self

import click


class Interrupts:
    """As a context: notes Ctrl-C. It ends `waiting`, now or next; a second one ends anything."""

    def __init__(self) -> None:
        self._noted = False
        self._waiting = False
        self._before = signal.getsignal(signal.SIGINT)

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        again, self._noted = self._noted, True
        if self._waiting or again:
            raise KeyboardInterrupt

    def check(self) -> None:
        """Raises KeyboardInterrupt where one was noted."""
        if self._noted:
            raise KeyboardInterrupt

    def forget(self) -> None:
        """The interrupt meant something else than the end."""
        self._noted = False

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """For as long as a person is waited for. Raises KeyboardInterrupt."""
        self._waiting = True
        try:
            self.check()
            yield
        finally:
            self._waiting = False


def key(interrupts: Interrupts) -> str:
    """One key, without Enter, on a terminal; a line elsewhere. Empty at the end of the input.

    Raises KeyboardInterrupt.
    """
    if sys.stdin.isatty():
        return _typed(interrupts)
    with interrupts.waiting():
        line = sys.stdin.readline()
    return line.strip() or (line and "?")


def line(prompt: str, interrupts: Interrupts) -> str | None:
    """A line; None at the end of the input, and where Ctrl-C takes the question back."""
    try:
        with interrupts.waiting():
            return input(prompt)
    except EOFError:
        return None
    except KeyboardInterrupt:
        interrupts.forget()
        return None


def _typed(interrupts: Interrupts) -> str:
    """Keys typed ahead are kept, which `click.getchar` throws away."""
    try:
        import termios  # noqa: PLC0415 - Windows has none
        import tty  # noqa: PLC0415
    except ImportError:
        with interrupts.waiting():
            return click.getchar()
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)
        with interrupts.waiting():
            first = os.read(terminal, 1)
            following = sum(first >= least for least in (b"\xc0", b"\xe0", b"\xf0"))  # of UTF-8
            rest = b"".join(os.read(terminal, 1) for _ in range(following))
        return (first + rest).decode("utf-8", "replace")
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
