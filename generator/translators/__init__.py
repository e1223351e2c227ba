"""Turn Arabic text into English proposals, by asking providers in the order of the settings.

The contract of a provider is one method, `translate`: Arabic in, English out, or a `ProviderError`.
A provider is a frozen dataclass in a module of its own below this package, named in `PROVIDERS`:

- its fields are its options as they may stand in mkdocs.yml, with their types and defaults; what
  else they must hold it checks in `__post_init__`, raising `ProviderMisconfigured`;
- a field made with `options.from_environment` is a key or the like: it is read from the
  environment, never from the settings, and no `repr` shows it;
- a field made with `options.from_termbase` is filled with the terms of the project;
- it is used by several threads at once, so whatever it asks with is made anew for each call;
- it speaks HTTP through `transport.Service` only; the package of a service is given a transport
  that does (`openai_chat`, `deepl_api`), so that deadline and limits hold for it as well; no error
  it raises holds a key or an address;
- one that takes several texts in a POST, with a key, is a `posted.PostedTexts`.

Beyond that one method a provider may have, and is then asked by, what `Batching` (several texts at
once), `Writer` (a text that is no translation) and `ledger.Metered` (what it costs) say.

`Ladder` (in `ladder`) asks them one after the other and believes no answer that the `guards`
refuse. Adding a provider is a module, a line in `PROVIDERS`, and, where it brings weight, an extra
in pyproject.toml; the modules are imported only when they are named in the settings.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from generator.errors import ProviderMisconfigured
from generator.models import Term
from generator.translators.options import build, suggestion


class Provider(Protocol):
    """Something that puts Arabic into English."""

    @property
    def name(self) -> str:
        """What it is called in the settings and in `translations/`."""

    @property
    def model(self) -> str | None:
        """The model that translates, where the provider knows it."""

    def translate(self, text: str) -> str:
        """The English of one Arabic text: a title or a sentence, on one line.

        Raises ProviderError. The answer is not to be believed before the guards have seen it.
        """


@runtime_checkable
class Batching(Protocol):
    """A provider that is faster when it is given several texts at once."""

    def batches(self, texts: Sequence[str]) -> list[list[str]]:
        """How `texts` are to be asked for; one that stands in no batch is asked for alone.

        What is asked for together is lost together when the run is killed: a batch that costs
        something is small.
        """

    def translate_many(self, texts: Sequence[str]) -> list[str]:
        """The English of each text of a batch, in their order, "" where there is none.

        Raises ProviderError for the batch as a whole.
        """


@runtime_checkable
class Writer(Protocol):
    """A provider that can be asked for more than translations."""

    def write(self, instructions: str, material: str, schema: Mapping[str, object]) -> object:
        """The JSON that it answers with, read but not checked against `schema`.

        `instructions` are ours, `material` is data and may be a stranger's. Raises ProviderError.
        """


PROVIDERS: Mapping[str, str] = {
    "google": "generator.translators.google:Google",
    "mymemory": "generator.translators.mymemory:MyMemory",
    "libre": "generator.translators.libre:Libre",
    "local": "generator.translators.local:Local",
    "openai": "generator.translators.openai_chat:OpenAI",
    "deepl": "generator.translators.deepl_api:DeepL",
    "microsoft": "generator.translators.microsoft:Microsoft",
    "google-cloud": "generator.translators.google_cloud:GoogleCloud",
    "echo": "generator.translators.echo:Echo",
}
"""Names in the settings, and where the class is: "module:class"."""

EXTRAS = ("deepl", "local", "openai")
"""Providers whose packages come with the extra of the same name."""


def create(
    name: str,
    options: Mapping[str, object],
    environ: Mapping[str, str],
    terms: Sequence[Term] = (),
) -> Provider:
    """The provider called `name`, with its options from the settings and its key from `environ`.

    `terms` are those of the project, for a provider that can be told of them.

    Raises ProviderMisconfigured, naming every fault and never a value that may be a key.
    """
    if name not in PROVIDERS:
        raise ProviderMisconfigured(
            f"there is no provider '{name}'; there are {', '.join(PROVIDERS)}"
            + suggestion(name, PROVIDERS)
        )
    module, _, class_name = PROVIDERS[name].partition(":")
    try:
        provider_class = getattr(importlib.import_module(module), class_name)
    except ModuleNotFoundError as error:
        missing = error.name
    else:
        provider: Provider = build(provider_class, name, options, environ, terms)
        return provider
    wanted = f"'khulasa[{name}]'" if name in EXTRAS else missing
    raise ProviderMisconfigured(
        f"the provider '{name}' needs the package '{missing}', which is not installed;"
        f" run: pip install {wanted}"
    )
