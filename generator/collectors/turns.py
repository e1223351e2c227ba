"""Turn requests to the same host into a queue: one at a time, with a pause between two.

Thread-safe: requests to different hosts go side by side. Refuses, with `RestingError`, a request
to a host that asked to be left alone for longer than anybody wants to wait.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class RestingError(Exception):
    """A host asked to be left alone for `seconds` more."""

    def __init__(self, seconds: float) -> None:
        super().__init__("the host rests")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float = -math.inf
    rests_until: float = -math.inf


@dataclass(slots=True)
class Turns:
    """The hosts of a run. `longest` is the longest wait in seconds that a host may ask for.

    `clock` (seconds, monotonic) and `sleep` are what it takes from the world.
    """

    longest: float = 60.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _hosts: dict[str, _Host] = field(default_factory=dict)

    @contextmanager
    def at(self, host: str, pause: float) -> Iterator[None]:
        """Have `host` to oneself, from `pause` seconds after its last answer.

        Raises RestingError.
        """
        known = self._host(host)
        with known.lock:
            rest = known.rests_until - self.clock()
            if rest > self.longest:
                raise RestingError(rest)
            wait = max(known.last + pause - self.clock(), rest)
            if wait > 0:
                self.sleep(wait)
            try:
                yield
            finally:
                known.last = self.clock()

    def rest(self, host: str, seconds: float) -> None:
        """Leave `host` alone for so long, as it asked for."""
        self._host(host).rests_until = self.clock() + seconds

    def _host(self, host: str) -> _Host:
        # One operation on the dict, so two threads never hold two locks for one host.
        return self._hosts.setdefault(host, _Host())
