"""Which scripts a page's policy lets run, by the text of the page and of the theme."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest

from generator.publishers.policy import inline_scripts, policy, theme_scripts, with_policy

TEMPLATE = '<script>go(new URL("{{ base_url }}",location))</script>{% if a %}<p>{% endif %}'
THEME = theme_scripts([TEMPLATE])
OURS = 'go(new URL("../..",location))'


def page(*scripts: str) -> str:
    return f'<head>\n<meta charset="utf-8">\n{"".join(scripts)}</head><body></body>'


def digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_themes_scripts_run_with_what_is_filled_in() -> None:
    assert f"script-src 'self' {digest(OURS)};" in policy(page(f"<script>{OURS}</script>"), THEME)


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        f"{OURS};alert(1)",
        'go(new URL("");alert("",location))',
        'go(new URL("</script><script>alert(1)//",location))',
        "",
    ],
)
def test_a_script_that_is_not_the_themes_gets_no_leave(script: str) -> None:
    assert "sha256" not in policy(page(f"<script>{script}</script>"), THEME)


def test_data_and_files_are_no_inline_scripts() -> None:
    html = page(
        '<script type="application/ld+json">{"a": 1}</script>',
        '<script id="__config" type="application/json">{}</script>',
        '<script src="a.js"></script>',
        "<script defer src=b.js></script>",
        "<SCRIPT TYPE=module>one()</SCRIPT>",
        "<script>two()</script >",
    )
    assert inline_scripts(html) == ("one()", "two()")


def test_the_policy_stands_before_all_that_is_loaded_and_only_once() -> None:
    html = with_policy(page("<link rel=stylesheet href=a.css>", f"<script>{OURS}</script>"), THEME)
    assert html.index("Content-Security-Policy") < html.index("<link")
    assert html.index("Content-Security-Policy") < html.index("<script")
    assert '<meta name="referrer" content="no-referrer">' in html
    assert with_policy(html, THEME) == html


def test_a_text_without_a_head_stays_as_it_is() -> None:
    assert with_policy("<p>alert</p>", THEME) == "<p>alert</p>"


def test_nothing_is_allowed_by_default_and_nothing_unsafe() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy(page(), THEME).split("; "))
    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in str(rules)


def test_while_serving_the_script_that_reloads_the_page_may_run() -> None:
    rules = policy(page(f"<script>{OURS}</script>"), THEME, serving=True)
    assert "script-src 'self' 'unsafe-inline';" in rules
    assert "sha256" not in rules, "a hash would switch 'unsafe-inline' off"
