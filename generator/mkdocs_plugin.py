"""Turn MkDocs' events into calls of the pipeline; the only module that knows MkDocs.

Pages are written to docs/ before MkDocs looks for them, so that plain `mkdocs serve`, `build` and
`gh-deploy` need no step before them. Each page is then rendered in the language of its head.
"""

from __future__ import annotations

import errno
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import Any, Literal

import click
from jinja2 import Environment
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data
from mkdocs.utils.templates import TemplateContext

from generator import pipeline
from generator.config import CONFIG_FILE, Settings, load_settings, settings_from
from generator.errors import KhulasaError, SettingsError
from generator.models import Lang, Problem
from generator.publishers import branch, theme
from generator.publishers.menus import with_named_menus
from generator.publishers.policy import theme_scripts, with_policy
from generator.publishers.search import build_search_index
from generator.renderers.addresses import FEEDS
from generator.renderers.labels import labels
from generator.renderers.lists import KINDS
from generator.renderers.pages import LANGS
from generator.renderers.tables import boxed
from generator.text.languages import direction

log = logging.getLogger("mkdocs.plugins.khulasa")

_LANGUAGE_NAMES: dict[Lang, str] = {"ar": "العربية", "en": "English"}
_EXTENSIONS = ("attr_list", "md_in_html")
"""The Markdown extensions in which generated pages are written."""
_LAST = -100


class _Unchecked(Config):  # type: ignore[no-untyped-call]
    """No schema: `config.settings_from` checks the options and says on which line they stand."""


_DISK = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO)


class KhulasaPlugin(BasePlugin[_Unchecked]):  # type: ignore[no-untyped-call]
    """The plugin `khulasa`: generates the pages, sets each one's language, indexes the site."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        try:
            self.settings = settings_from(options, Path(config_file_path or CONFIG_FILE))
        except SettingsError as error:
            return [("khulasa", ValidationError(str(p))) for p in error.problems], []
        return [], []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving, self.deploying = command == "serve", command == "gh-deploy"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.settings = _with_mkdocs(self.settings, config)
        if self.serving:  # MkDocs puts its own server's address there: the files stay the same.
            self.settings = replace(self.settings, site_url=_site_url(config))
        self.problems: tuple[Problem, ...] = ()
        config.theme["font"] = False  # No page asks another host for its letters.
        if config.theme.name == "material":
            _add_theme(config.theme.dirs, config.theme.custom_dir)
        missing = [name for name in _EXTENSIONS if name not in config.markdown_extensions]
        config.markdown_extensions.extend(missing)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        pushes = self.deploying and not _is_forced()
        if pushes and (fault := branch.objection(config.remote_name, config.remote_branch)):
            raise PluginError(str(fault))
        try:
            built = pipeline.build(self.settings)
        except KhulasaError as error:
            raise PluginError(str(error)) from None
        self.digest = built.digest
        self._tell(built.problems)
        entries = built.digest.entries
        statuses = Counter(entry.status.value for entry in entries)
        numbers = ", ".join(f"{number} {status}" for status, number in statuses.items())
        articles = "1 article" if len(entries) == 1 else f"{len(entries)} articles"
        log.info(f"{articles} ({numbers or 'none'})")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self.files = files
        for file in files.documentation_pages():
            if _is_leaf(file.src_uri):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        self.navigation: dict[Lang, Navigation] = {}
        if config.nav is None:
            listed = (f for f in files.documentation_pages() if not _is_leaf(f.src_uri))
            heads = {file.src_uri: get_data(file.content_string)[1] for file in listed}
            config.nav = [{_LANGUAGE_NAMES[lang]: _menu(lang, heads)} for lang in LANGS]
            self.navigation = {lang: Navigation([], []) for lang in LANGS}
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Split the navigation, so that each page shows the part in its own language."""
        for lang, section in zip(self.navigation, nav.items, strict=False):
            home = files.get_file_from_path(f"{lang}/index.md")
            if isinstance(section, Section):
                for item in section.children:
                    item.parent = None
                self.navigation[lang] = Navigation(section.children, nav.pages)
                self.navigation[lang].homepage = home.page if home else None
        for page in nav.pages:
            page.previous_page = page.next_page = None
        return nav

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Let the search find the pages that people write; generated ones say what to find."""
        html = boxed(html, _lang(page))
        if "kind" in page.meta:
            return html
        section = escape(unescape(page.parent.title if page.parent else ""))
        facts = f'data-pagefind-meta="section[data-section]" data-section="{section}"'
        return f'<div class="khulasa-own" data-pagefind-body {facts}>{html}</div>'

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Escape the titles, which Material prints as they stand; tell the theme of the site."""
        env.globals["khulasa"] = {
            "noindex": self.settings.noindex,
            "feeds": {} if self.settings.feeds == "off" else FEEDS,
            "translations": lambda page: _alternates(self._translations(page)),
        }
        partials = env.list_templates(filter_func=_may_hold_scripts)
        self.scripts = theme_scripts(_template(env, name) for name in partials)
        for file in files.documentation_pages():
            if file.page is not None:
                title = escape(str(file.page.title))
                file.page.title = file.page.meta["title"] = title
        self.partners = dict(_partners(files))

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        lang = _lang(page)
        config.theme["language"] = lang
        config.theme["direction"] = direction(lang)
        context["nav"] = self.navigation.get(lang, nav)
        translations = self._translations(page)
        homes = {lang: f"{lang}/" for lang in LANGS}
        # Material's switch always leads somewhere; hreflang is for true translations alone.
        config.extra["alternate"] = _alternates(homes | translations)
        config.extra["translations"] = _alternates(translations)
        return context

    @event_priority(_LAST)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Material sets the direction on the body; it belongs on the root as well."""
        html = output.replace("<html ", f'<html dir="{direction(_lang(page))}" ', 1)
        return with_policy(with_named_menus(html), self.scripts, self.serving)

    @event_priority(_LAST)
    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """The page for addresses that lead nowhere."""
        if not template_name.endswith(".html"):
            return output_content
        return with_policy(with_named_menus(output_content), self.scripts, self.serving)

    @event_priority(_LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        try:
            number, problems = pipeline.complete(self.digest, self.settings, site, self._is_file)
            self._tell(problems)
            log.info(f"{number} files beside the pages: feeds, citations, cards, PDF, EPUB")
            if not self.settings.site_url:
                log.info("Feeds and sitemap hold relative addresses, since site_url is not set")
                if self.settings.cards:
                    log.info("No page names its card: that takes the whole address, a site_url")
            index = build_search_index(site, pipeline.terms_of(self.settings))
        except KhulasaError as error:
            raise PluginError(str(error)) from None
        log.info(f"Search index of {index.total} pages")
        if self.problems and not self.serving:
            raise PluginError(
                f"Faults in the sources: {len(self.problems)}, told above. All else is built."
            )

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Watch the sources, and in docs/ only the folders in which people write.

        The rest of docs/ is made from the sources: watching it would build everything twice.
        """
        for folder in (self.settings.articles_path, self.settings.translations_path):
            folder.mkdir(parents=True, exist_ok=True)
            server.watch(str(folder))
        docs = Path(config.docs_dir)
        server.unwatch(str(docs))
        for folder in (docs, *(docs / lang for lang in LANGS)):
            server.watch(str(folder), recursive=False)
        generated = {*LANGS, *(f"{lang}/{kind}" for lang in LANGS for kind in ("articles", *KINDS))}
        for folder in (*docs.glob("*/"), *(f for lang in LANGS for f in docs.glob(f"{lang}/*/"))):
            if folder.relative_to(docs).as_posix() not in generated:
                server.watch(str(folder))
        return server

    def on_build_error(self, *, error: Exception) -> None:
        """Tell a disk that is full or shut in a line; MkDocs itself shows where in its code."""
        if isinstance(error, OSError) and error.errno in _DISK:
            problem = Problem(
                path=str(error.filename or self.settings.site_dir),
                found=f"cannot write the site: {error.strerror}",
                action="Make room or mend the permissions and build again.",
            )
            raise PluginError(str(problem)) from None

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        self.problems += problems
        for problem in problems:
            log.error(str(problem))

    def _is_file(self, path: str) -> bool:
        """Whether the site has this file from docs/ or the theme."""
        return self.files.get_file_from_path(path) is not None

    def _translations(self, page: Page) -> dict[Lang, str]:
        """The addresses of this page's text in each language, its own among them."""
        uri = page.file.src_uri
        folder, _, rest = uri.partition("/")
        if uri == "index.md":
            uris = {lang: f"{lang}/index.md" for lang in LANGS}
        elif uri in self.partners:
            uris = {_lang(page): uri} | self.partners[uri]
        elif folder in LANGS:
            uris = {lang: f"{lang}/{rest}" for lang in LANGS}
        else:
            uris = {_lang(page): uri}
        files = {lang: self.files.get_file_from_path(uri) for lang, uri in uris.items()}
        return {lang: file.url for lang, file in files.items() if file is not None}


def _may_hold_scripts(name: str) -> bool:
    return name.endswith(".html") and not name.startswith(".icons")


def _template(env: Environment, name: str) -> str:
    """The source of a template of the theme."""
    assert env.loader is not None  # MkDocs has just loaded them.
    return env.loader.get_source(env, name)[0]


def _alternates(links: dict[Lang, str]) -> list[dict[str, str]]:
    """Links to the languages in the form that Material's templates take."""
    return [
        {"name": f'<span lang="{lang}">{_LANGUAGE_NAMES[lang]}</span>', "lang": lang, "link": link}
        for lang, link in links.items()
    ]


def _is_forced() -> bool:
    """Whether `mkdocs gh-deploy` was told to overwrite the branch."""
    context = click.get_current_context(silent=True)
    given = context.params if context else {}
    return bool(given.get("force") or given.get("no_history"))


def _add_theme(dirs: list[str], custom_dir: str | None) -> None:
    """Put the theme between the templates of Material and the site's own, where it has any."""
    if theme.FOLDER not in (Path(folder).resolve() for folder in dirs):
        dirs.insert(0 if custom_dir is None else 1, str(theme.FOLDER))


def _with_mkdocs(settings: Settings, config: MkDocsConfig) -> Settings:
    return replace(
        settings,
        site_name=config.site_name,
        docs_dir=config.docs_dir,
        site_dir=config.site_dir,
        site_url=config.site_url or None,
        directory_urls=config.use_directory_urls,
    )


def _site_url(config: MkDocsConfig) -> str | None:
    """The address of the site as its settings have it."""
    try:
        return load_settings(Path(config.config_file_path)).site_url
    except SettingsError:
        return config.site_url or None


def _lang(page: Page) -> Lang:
    """The language of a page: from its head, else from its folder, else English."""
    stated = page.meta.get("lang", page.file.src_uri.partition("/")[0])
    return stated if stated in LANGS else "en"


def _is_leaf(uri: str) -> bool:
    """Whether a page is reached from lists: in the menu there would be thousands of them."""
    folder, _, name = uri.partition("/")[2].rpartition("/")
    kind = folder.partition("/")[0]
    return uri == "index.md" or kind == "articles" or (kind in KINDS and name != "index.md")


def _menu(lang: Lang, heads: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    """The menu of one language: home, the lists, then what people have written.

    `heads` has what stands at the head of each page, by its path below docs/.
    """
    words = labels(lang)
    indexes = {kind: f"{lang}/{kind}/index.md" for kind in KINDS}
    lists = [{words[kind]: uri} for kind, uri in indexes.items() if uri in heads]
    made = {f"{lang}/index.md", *indexes.values()}
    folders = (f"{lang}/",) if lang != "en" else ("en/", *{u for u in heads if "/" not in u})
    written = [u for u in heads if u.startswith(folders) and u not in made]
    return [{words["home"]: f"{lang}/index.md"}, *lists, *_branches(written, heads)]


def _branches(uris: Iterable[str], heads: Mapping[str, Mapping[str, Any]]) -> Iterator[Any]:
    """The pages of a language's folder; then each folder in it, by the title of its index.md.

    Pages stand in the order that `order` at their heads says, then by name.
    """

    def place(uri: str) -> tuple[bool, float, str]:
        order = heads[uri].get("order")
        return not uri.endswith("/index.md"), order if isinstance(order, int) else 1e9, uri

    branches: dict[str, list[str]] = {}
    for uri in sorted(uris, key=place):
        folder = "/".join(uri.split("/")[:-1][:2])
        branches.setdefault(folder if "/" in folder else "", []).append(uri)
    yield from branches.pop("", [])
    for folder, pages in sorted(branches.items()):
        title = heads.get(f"{folder}/index.md", {}).get("title", folder.partition("/")[2])
        yield {escape(str(title)): pages}


def _partners(files: Files) -> Iterator[tuple[str, dict[Lang, str]]]:
    """The pages that `translation` at a page's head names, both ways: (path, {language: path})."""
    for file in files.documentation_pages():
        stated = file.page.meta.get("translation") if file.page else None
        if file.page is None or stated is None:
            continue
        other = files.get_file_from_path(str(stated))
        if other is None or other.page is None or _lang(other.page) == _lang(file.page):
            log.warning(
                f"{file.src_uri}: 'translation: {stated}' is no page in another language;"
                " expected its path below docs/"
            )
            continue
        yield file.src_uri, {_lang(other.page): other.src_uri}
        yield other.src_uri, {_lang(file.page): file.src_uri}
