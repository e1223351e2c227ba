"""Turn what a server refused into the next simpler way to ask it for JSON, and its words into JSON.

Servers that speak OpenAI's protocol differ: some hold an answer to a schema, some only to being
JSON, some ignore or refuse either; some models refuse a temperature, others the old or the new name
of the limit. So there is a ladder, and what a server has understood once is kept to.

Refuses to mend an answer: what is not one whole JSON value is no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Format = Literal["json_schema", "json_object", "plain"]

_FORMATS: tuple[Format, ...] = ("json_schema", "json_object", "plain")
_LIMITS = ("max_tokens", "max_completion_tokens", "")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a server is asked: for which format, and with which of the parameters."""

    format: Format = "json_schema"
    temperature: bool = True
    limit: str = "max_tokens"

    @property
    def formats_left(self) -> int:
        """How many formats there are to try, this one among them."""
        return len(_FORMATS) - _FORMATS.index(self.format)

    def simpler(self, complaint: str = "") -> Dialect | None:
        """What to try after `complaint`, the server's words; None where nothing is left to try.

        A parameter that the complaint names goes first, then the format.
        """
        if self.temperature and "temperature" in complaint:
            return replace(self, temperature=False)
        if self.limit and re.search(r"max_(?:completion_)?tokens", complaint):
            return replace(self, limit=_LIMITS[_LIMITS.index(self.limit) + 1])
        if self.formats_left > 1:
            return replace(self, format=_FORMATS[-self.formats_left + 1])
        return None

    def parameters(self, schema: Mapping[str, object], most_tokens: int) -> dict[str, Any]:
        """The parameters of a chat completion."""
        asked: dict[str, Any] = {}
        if self.temperature:
            asked["temperature"] = 0
        if self.limit:
            asked[self.limit] = most_tokens
        if self.format == "json_schema":
            named = {"name": "answer", "strict": True, "schema": dict(schema)}
            asked["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.format == "json_object":
            asked["response_format"] = {"type": "json_object"}
        return asked

    def instructions(self, text: str, schema: Mapping[str, object]) -> str:
        """The instructions, with the schema where the server does not take it by itself."""
        if self.format == "json_schema":
            return text
        shape = json.dumps(schema, ensure_ascii=False)
        return f"{text}\n\nThe answer is one JSON value of this schema, and nothing else:\n{shape}"


_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)


def read_json(content: str) -> object:
    """The one JSON value that `content` is, in a fence or after a model's thoughts at most.

    Raises ValueError for anything else: half a value, two, words around it, a name given twice.
    """
    content = _THOUGHTS.sub("", content, count=1)
    if fenced := _FENCE.match(content):
        content = fenced[1]
    try:
        return json.loads(content, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
