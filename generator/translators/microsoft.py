"""Turn Arabic into English by Microsoft's Translator (Azure AI, REST version 3.0), which costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from generator.errors import QuotaExhausted
from generator.exchange import Response
from generator.translators.options import from_environment
from generator.translators.posted import PostedTexts
from generator.translators.transport import Service

_QUOTA = "403001"  # The free allowance of the month is used up.


@dataclass(frozen=True)
class Microsoft(PostedTexts):
    """`url`: the service, or a resource's own address; `region`: that of the resource."""

    url: str = "https://api.cognitive.microsofttranslator.com"
    longest: int = 10_000
    key: str = from_environment("KHULASA_MICROSOFT_KEY")
    region: str = from_environment("KHULASA_MICROSOFT_REGION", secret=False)

    name: ClassVar[str] = "microsoft"
    key_variable: ClassVar[str] = "KHULASA_MICROSOFT_KEY"
    path: ClassVar[str] = "/translate?api-version=3.0&from=ar&to=en&textType=plain"
    takes: ClassVar[int] = 50_000

    def question(self, texts: list[str]) -> Any:
        return [{"Text": text} for text in texts]

    def headers(self) -> dict[str, str]:
        region = {"Ocp-Apim-Subscription-Region": self.region} if self.region else {}
        return {"Ocp-Apim-Subscription-Key": self.key} | region

    def check(self, response: Response, service: Service) -> None:
        if response.status_code == 403 and _QUOTA in _code(response):
            raise QuotaExhausted(f"{self.name} has no more translations this month")
        service.check(response)

    def texts_in(self, answer: Any) -> list[object]:
        return [answer[number]["translations"][0]["text"] for number in range(max(len(answer), 1))]


def _code(response: Response) -> str:
    try:
        return str(response.json()["error"]["code"])
    except (ValueError, TypeError, KeyError):
        return ""
