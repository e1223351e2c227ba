"""`khulasa models`: fetch and list the models of the provider `local`."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import click
from tqdm import tqdm

from generator.cli.common import PROBLEMS, json_option, print_json, told
from generator.errors import ProviderMisconfigured, ProviderUnavailable
from generator.translators import opus
from generator.translators.download import download

HASHES = "hashes.json"
"""Beside the models: the hashes of the archives that were fetched, for a next time."""

folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where models are kept, if not in the usual place.",
)


@click.group()
def models() -> None:
    """Fetch and list the models of the provider `local`."""


@models.command("list")
@folder_option
@json_option
def list_models(folder: Path | None, as_json: bool) -> None:
    """Show the models that can be fetched, and those that are here."""
    folder = folder or opus.models_folder()
    here = {str(card["name"]): card for card in opus.installed(folder)}
    if as_json:
        known = [
            {"name": r.name, "about": r.about, "licence": r.licence, "size": r.size, "url": r.url}
            for r in opus.RELEASES.values()
        ]
        print_json({"folder": str(folder), "known": known, "installed": list(here.values())})
        return
    for release in opus.RELEASES.values():
        state = "here" if release.name in here else f"{_megabytes(release.size)} to fetch"
        click.echo(f"{release.name} ({state}): {release.about}. Licence: {release.licence}.")
    for name in here.keys() - opus.RELEASES.keys():
        click.echo(f"{name} (here)")
    click.echo(f"Models are kept in {folder}")


@models.command()
@click.argument("name")
@folder_option
@click.option("--url", help="Fetch the archive from here, such as a mirror.")
@click.option("--sha256", help="The hash that the archive must have.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask whether to go on.")
def get(name: str, folder: Path | None, url: str | None, sha256: str | None, yes: bool) -> None:
    """Fetch the OPUS-MT model NAME, check it and convert it for the provider `local`."""
    with told():
        folder = folder or opus.models_folder()
        release = _release(name, url)
        if (folder / name / "model.bin").is_file():
            click.echo(f"{name} is here already, in {folder / name}")
            return
        expected = sha256 or release.sha256 or _seen(folder).get(release.url)
        click.echo(f"{name}: {release.about}")
        click.echo(f"  licence: {release.licence}")
        click.echo(f"  size:    {_megabytes(release.size)}")
        click.echo(f"  from:    {release.url}")
        click.echo(f"  SHA-256: {expected or 'not known beforehand; what comes is trusted, once'}")
        if not (yes or click.confirm("Fetch it?")):
            click.echo("Nothing was fetched.")
            return
        _check_converter()
        archive = folder / f".{name}.zip"
        _fetch(release.url, archive)
        try:
            found = opus.check(archive, expected)
            click.echo(f"SHA-256 {found}{'' if expected else ' (recorded)'}; converting ...")
            target = opus.install(archive, release, folder, found)
        finally:
            archive.unlink(missing_ok=True)
        _remember(folder, release.url, found)
    click.echo(f"{name} is in {target}. In mkdocs.yml, under 'providers:', add:")
    click.echo(f"  - local: {{model: {name}}}")


def _release(name: str, url: str | None) -> opus.Release:
    known = opus.RELEASES.get(name)
    if known:
        return replace(known, url=url) if url else known
    if not url:
        raise ProviderMisconfigured(
            f"no model is called '{name[:40]}'; there are {', '.join(opus.RELEASES)};"
            " others need --url"
        )
    if Path(name).name != name or name.startswith("."):
        raise ProviderMisconfigured("the name must be one that a folder can have")
    return opus.Release(name, url, "see the LICENSE and README in it", "an OPUS-MT model")


def _check_converter() -> None:
    try:
        import ctranslate2  # noqa: F401, PLC0415  (an extra)
    except ModuleNotFoundError:
        raise ProviderMisconfigured(
            "converting needs the package 'ctranslate2', which is not installed;"
            " run: pip install 'khulasa[local]'"
        ) from None


def _fetch(url: str, archive: Path) -> None:
    with tqdm(unit="B", unit_scale=True, disable=not sys.stderr.isatty()) as bar:

        def show(received: int, whole: int | None) -> None:
            bar.total = whole
            bar.update(received - bar.n)

        try:
            download(url, archive, opus.LARGEST, show)
        except ProviderUnavailable as error:
            message = str(error)
        else:
            return
    click.echo(f"error: {url.partition('?')[0]}: {message}", err=True)
    sys.exit(PROBLEMS)


def _seen(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / HASHES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(folder: Path, url: str, sha256: str) -> None:
    hashes = json.dumps(_seen(folder) | {url: sha256}, indent=2, sort_keys=True)
    (folder / HASHES).write_text(hashes + "\n", encoding="utf-8")


def _megabytes(size: int) -> str:
    return f"about {size / 1e6:,.0f} MB" if size else "unknown"
