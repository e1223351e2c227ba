"""Turn keys on a terminal, or lines of a pipe, into answers; and Ctrl-C into an end between steps.

Python raises KeyboardInterrupt wherever it happens to be: inside a step, which is then half done;
inside a finalizer (a file lock has one), where it is printed and lost; and a signal that comes just
before a read waits until the read is over. So an interrupt is only noted, and raised where an
answer is waited for. Windows has none of this; there Python's own way stays.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from types import FrameType
from typing import Self

import click

if sys.platform != "win32":
    import termios
    import tty


class Interrupts:
    """As a context: notes Ctrl-C, which `wait` and `check` then raise. A second one is raised."""

    def __init__(self) -> None:
        self._noted = False

    def __enter__(self) -> Self:
        if sys.platform != "win32":
            self._told, self._tells = os.pipe()  # a byte for each signal
            os.set_blocking(self._told, False)
            os.set_blocking(self._tells, False)
            self._handler = signal.signal(signal.SIGINT, self._note)
            self._wakeup = signal.set_wakeup_fd(self._tells, warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        if sys.platform != "win32":
            signal.set_wakeup_fd(self._wakeup)
            signal.signal(signal.SIGINT, self._handler)
            os.close(self._told)
            os.close(self._tells)

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        again, self._noted = self._noted, True
        if again:
            raise KeyboardInterrupt

    def check(self) -> None:
        """Raises KeyboardInterrupt where one was noted."""
        if self._noted:
            raise KeyboardInterrupt

    def forget(self) -> None:
        """What was noted meant something else than the end."""
        self._noted = False

    def wait(self, terminal: int) -> None:
        """Until something can be read from the file. Raises KeyboardInterrupt."""
        ready: list[int] = []
        while terminal not in ready:
            self.check()
            ready, _, _ = select.select([terminal, self._told], [], [])
            if self._told in ready:
                os.read(self._told, 4096)


def key(interrupts: Interrupts) -> str:
    """One key, without Enter, on a terminal; a line elsewhere. Empty at the end of the input.

    Keys typed ahead are kept, which `click.getchar` throws away. Raises KeyboardInterrupt.
    """
    if not sys.stdin.isatty():
        typed = sys.stdin.readline()
        return typed.strip() or (typed and "?")
    if sys.platform == "win32":
        return click.getchar()
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        interrupts.wait(terminal)
        first = os.read(terminal, 1)
        following = sum(first >= least for least in (b"\xc0", b"\xe0", b"\xf0"))  # of UTF-8
        rest = b"".join(os.read(terminal, 1) for _ in range(following))
        return (first + rest).decode("utf-8", "replace")
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)


def line(prompt: str, interrupts: Interrupts) -> str | None:
    """A line; None at the end of the input, and where Ctrl-C takes the question back."""
    click.echo(prompt, nl=False)
    try:
        if sys.stdin.isatty() and sys.platform != "win32":
            interrupts.wait(sys.stdin.fileno())
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        interrupts.forget()
        typed = ""
    if not typed.endswith("\n"):
        click.echo()
    return typed or None
