"""Turn Arabic into English by Google's Cloud Translation (Basic, REST version 2), which is paid.

Not to be mixed up with `google`, the free page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.errors import ProviderMisconfigured, QuotaExhausted, RateLimited
from generator.exchange import Response, retry_after
from generator.translators.options import from_environment
from generator.translators.posted import PostedTexts
from generator.translators.transport import Service


@dataclass(frozen=True)
class GoogleCloud(PostedTexts):
    url: str = "https://translation.googleapis.com"
    key: str = from_environment("KHULASA_GOOGLE_CLOUD_KEY")

    name: ClassVar[str] = "google-cloud"
    key_variable: ClassVar[str] = "KHULASA_GOOGLE_CLOUD_KEY"
    path: ClassVar[str] = "/language/translate/v2"
    takes: ClassVar[int] = 30_000

    def question(self, texts: list[str]) -> Any:
        return {"q": texts, "source": "ar", "target": "en", "format": "text"}

    def headers(self) -> dict[str, str]:
        return {"X-Goog-Api-Key": self.key}

    def check(self, response: Response, service: Service) -> None:
        """Some statuses mean something else here than elsewhere."""
        said = response.text[:4000] if response.status_code in (400, 403) else ""
        if re.search("dailyLimitExceeded|Daily Limit Exceeded", said):
            raise QuotaExhausted(f"{self.name} has no more translations today")
        if re.search("[rR]ateLimitExceeded|Rate Limit Exceeded", said):
            wait = retry_after(response.headers.get("Retry-After"))
            raise RateLimited(f"{self.name} asks for fewer questions a minute", wait)
        if re.search("API_KEY_INVALID|API key not valid|keyInvalid", said):
            raise ProviderMisconfigured(f"{self.name} does not know the key")
        service.check(response)

    def texts_in(self, answer: Any) -> list[object]:
        return [one["translatedText"] for one in answer["data"]["translations"]]
