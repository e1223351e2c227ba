"""Turn an address as people write, paste and share it into one to ask, to compare or to show.

By RFC 3986 and RFC 3987; where these leave off, as browsers read an address (the URL Standard of
the WHATWG): other spellings of an IPv4 address (0x7f.1, 2130706433), international hosts (UTS #46,
IDNA 2008), backslashes and line breaks of a paste.

Refuses, with a `ValueError` whose text ends a sentence that begins with the address, what is no
address of the web: another scheme, a name or password in it, a port or host that cannot be. A port
that belongs to another service is refused as browsers do.
"""

from __future__ import annotations

import re
import string
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final, NoReturn
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urlsplit

import idna

LONGEST: Final = 8_000
"""Characters of an address; RFC 9110, section 4.1, asks no more of a server."""

_DEFAULT_PORTS = {"http": 80, "https": 443}

# https://fetch.spec.whatwg.org/#port-blocking
BAD_PORTS: Final = frozenset(
    map(
        int,
        "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110"
        " 111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531"
        " 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190"
        " 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080".split(),
    )
)

# What newsletters, networks and analytics append to an address; it changes nothing on the page.
_TRACKING_PREFIXES = ("utm_", "mtm_", "hsa_", "at_custom", "at_link_", "fb_action_", "__cft__")
_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id irclickid"
    " rb_clickid s_kwcid igsh igshid mc_cid mc_eid mkt_tok oly_anon_id oly_enc_id vero_id vero_conv"
    " wickedid srsltid epik _ga _gl _hsenc _hsmi hsctatracking __hstc __hssc __hsfp __s __tn__"
    " __twitter_impression guccounter guce_referrer guce_referrer_sig fb_source fb_ref at_medium"
    " at_campaign at_format at_ptr_name at_bbc_team pk_campaign pk_kwd pk_source pk_medium"
    " pk_content piwik_campaign piwik_kwd".split()
)

_UNRESERVED = string.ascii_letters + string.digits + "-._~"
_KEPT_IN_PATH = "!$&'()*+,;=:@/%[]~"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_SECRET = re.compile(
    r"(?<=[?&;])((?:\w*(?:key|token|secret|passw\w*|pwd|signature|credential)|auth|sig)=)[^&;#\s]+",
    re.IGNORECASE,
)


def to_uri(iri: str) -> str:
    """The address as it is asked for: in ASCII, without fragment, dot segments and default port.

    Raises ValueError (see the module).
    """
    parts = _split(iri)
    path = quote(_without_dots(parts.path), safe=_KEPT_IN_PATH) or "/"
    query = quote(parts.query, safe=_KEPT_IN_PATH + "?")
    uri = f"{parts.scheme}://{_authority(parts)}{path}" + (f"?{query}" if query else "")
    if len(uri) > LONGEST:
        _refuse("is too long for an address")
    return uri


def canonical(url: str) -> str:
    """The one spelling of all addresses that surely name the same page.

    Beyond `to_uri`: no tracking parameters, percent-encoding as RFC 3986, section 6.2.2, has it.
    Other parameters keep their order. Raises ValueError (see the module).
    """
    address, _, query = to_uri(url).partition("?")
    kept = [pair for pair in query.split("&") if pair and not _tracks(pair)]
    return _normal_escapes(address) + ("?" + _normal_escapes("&".join(kept)) if kept else "")


def shown(url: str, longest: int = 100) -> str:
    """`url` on one line for a message: readable and short, without name, password or key."""
    url = re.sub(r"^(\s*[a-z][\w+.-]*:[/\\]+)?[^/\\?#]*@", r"\1", url, flags=re.IGNORECASE)
    # A password with a slash in it ends no authority, but must not be shown either.
    url = re.sub(r"^(\s*[a-z][\w+.-]*:[/\\]+)[^/\\?#:]*:(?!\d*[/\\?#])[^@]*@", r"\1", url)
    url = _SECRET.sub(r"\1…", url)
    url = re.sub(r"(?:%[89A-Fa-f][0-9A-Fa-f])+", _readable, url)
    url = "".join(c for c in url if c.isprintable() and unicodedata.category(c) != "Cf").strip()
    return url if len(url) <= longest else url[: longest - 1] + "…"


def _split(iri: str) -> SplitResult:
    """The parts of an address of the web."""
    try:
        iri.encode()
    except UnicodeEncodeError:
        _refuse("holds half a character")
    iri = _trimmed(iri)
    scheme, colon, rest = iri.partition(":")
    if not colon or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        _refuse("is no address of the web: it does not begin with https:// or http://")
    if scheme.lower() not in _DEFAULT_PORTS:
        _refuse(f"has the scheme {scheme[:20].lower()!r}, which is not fetched")
    rest = re.sub(r"^[^?#]*", lambda address: address[0].replace("\\", "/"), rest)
    try:
        parts = urlsplit(f"{scheme}://{rest.lstrip('/')}")
    except ValueError:
        _refuse("names no host that there can be")
    if "@" in parts.netloc:
        _refuse("has a user name or password in it")
    return parts


def _trimmed(text: str) -> str:
    """Without the spaces, marks and line breaks that come along when an address is pasted."""
    text = re.sub(r"[\t\r\n]", "", text)
    start, end = 0, len(text)
    while start < end and _invisible(text[start]):
        start += 1
    while end > start and _invisible(text[end - 1]):
        end -= 1
    return text[start:end]


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def _authority(parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError:
        _refuse("has a port that cannot be")
    if port in BAD_PORTS:
        _refuse(f"has the port {port}, which belongs to another service")
    host = _host(parts.hostname or "", in_brackets="[" in parts.netloc)
    return host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"


def _host(name: str, in_brackets: bool) -> str:
    """The host in ASCII and lower case; an address in its usual spelling."""
    try:
        if in_brackets:
            if "%" in name:
                _refuse("names a network card of this machine (a zone)")
            return f"[{IPv6Address(name).compressed}]"
        name = unquote(name, errors="strict")
        if not name.isascii():
            name = idna.uts46_remap(name, std3_rules=False)
        labels = name.lower().rstrip(".").split(".")
        if _NUMBER.fullmatch(labels[-1]):
            return str(_ipv4(labels))
        labels = [label if label.isascii() else idna.alabel(label).decode() for label in labels]
    except (AddressValueError, UnicodeError):  # idna's errors are UnicodeErrors.
        _refuse("names no host that there can be")
    host = ".".join(labels)
    if len(host) > 253 or not all(map(_HOST_LABEL.fullmatch, labels)):
        _refuse("names no host that there can be")
    return host


def _ipv4(parts: list[str]) -> IPv4Address:
    """https://url.spec.whatwg.org/#concept-ipv4-parser: octal, hexadecimal and short spellings."""
    numbers = [_number(part) for part in parts]
    *first, last = numbers
    if len(numbers) > 4 or any(n > 255 for n in first) or last >= 256 ** (5 - len(numbers)):
        _refuse("names no host that there can be")
    return IPv4Address(sum(n << (24 - 8 * i) for i, n in enumerate(first)) + last)


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text) or len(text) > 40:
        _refuse("names no host that there can be")
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    try:
        return int(text, 8 if text.startswith("0") else 10)
    except ValueError:
        _refuse("names no host that there can be")


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4; a dot may be spelt %2E."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        plain = re.sub("%2e", ".", segment, flags=re.IGNORECASE)
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(segment)
    if segments[1:] and re.fullmatch(r"(?:\.|%2e){1,2}", segments[-1], re.IGNORECASE):
        kept.append("")
    return "/" + "/".join(kept)


def _tracks(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _normal_escapes(text: str) -> str:
    def normal(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _ESCAPE.sub(normal, _STRAY_PERCENT.sub("%25", text))


def _readable(match: re.Match[str]) -> str:
    try:
        return unquote_to_bytes(match[0]).decode()
    except UnicodeDecodeError:
        return match[0]


def _refuse(why: str) -> NoReturn:
    raise ValueError(why)
