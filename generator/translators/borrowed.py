"""Turn a call of a deep-translator class into one that goes through our transport.

deep-translator calls `requests.get` as a global of each of its modules: without a timeout, and
hiding the headers and the status of what comes back. Patching that global would reach into every
other user of the library in the process, and its instances keep the text of a call in their own
fields, so that threads sharing one get each other's answers. Here the method is given globals of
its own in which `requests` is a `Session` of this one call, on an instance made for this one call;
nothing is shared and nothing outside is changed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from types import FunctionType, MethodType
from typing import Any

from generator.exchange import Response
from generator.translators.transport import Service


class Session:
    """Stands in for the module `requests` during one call.

    `inspect` sees each answer before deep-translator does and raises ProviderError for what
    deep-translator would pass over in silence.
    """

    def __init__(self, service: Service, inspect: Callable[[Response], None]) -> None:
        self._service, self._inspect = service, inspect

    def get(self, url: str, params: Mapping[str, str], proxies: None = None) -> Response:
        """As `requests.get`; proxies come from the environment."""
        response = self._service.get(url, params)
        self._inspect(response)
        self._service.check(response)
        return response


def translate(instance: Any, text: str, session: Session) -> object:
    """What `instance.translate(text)` gives, with `session` for `requests`."""
    method = type(instance).translate
    module = sys.modules[method.__module__]
    own = FunctionType(
        method.__code__,
        {**vars(module), "requests": session},
        method.__name__,
        method.__defaults__,
        method.__closure__,
    )
    instance.translate = MethodType(own, instance)  # It calls itself in one case.
    return instance.translate(text)
