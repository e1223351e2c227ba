"""Turn the menus that Material leaves without a name into menus that say which one they are.

An entry of the menu that is also a page has no words in the label that its menu is named by, so to
a screen reader two such menus are one and the same. The title stands inside each menu.
"""

from __future__ import annotations

import re

_NO_PLACE = re.compile(r'(<label class="md-nav__link[^>]*?) tabindex=""')
_MENU = re.compile(
    r'aria-labelledby="(?P<label>[^"]+)"(?P<between>[^>]*>\s*'
    r'<label class="md-nav__title" for="[^"]+">\s*<span class="md-nav__icon md-icon"></span>)'
    r"(?P<title>[^<]*)(?=</label>)"
)


def with_named_menus(html: str) -> str:
    """The page, in which each menu is named by the title that it has itself.

    A label that has no place in the order of Tab says so by an empty number, which is not valid.
    """
    return _MENU.sub(_named, _NO_PLACE.sub(r"\1", html))


def _named(menu: re.Match[str]) -> str:
    name = " ".join(menu["title"].split()).replace('"', "&quot;")
    if not name:
        return menu[0]
    return f'aria-label="{name}"{menu["between"]}{menu["title"]}'
