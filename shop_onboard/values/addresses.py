"""Web addresses: whether labels may carry one, where a sign-in may lead, links that people give."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from shop_onboard.values.text import N_, Message, Unreadable, clean

_LONGEST_PATH = 2_000
_LONGEST_LINK = 500
_LONGEST_HOST = 253
_BLANK_OR_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
# Names that never leave the machine or the local network (RFC 6761, 6762, 8375, ICANN .internal).
_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def is_public_address(url: str | None) -> bool:
    """Whether a shopper's phone can open the address: https, and a host on the open internet.

    False for unset, loopback, private, link-local and plain http: labels are then trial labels.
    """
    parts = _split(url or "")
    if parts is None or parts.scheme != "https" or parts.username or parts.password:
        return False
    host = (parts.hostname or "").rstrip(".")
    literal = _ip(host)
    if literal is not None:
        return literal.is_global and not literal.is_multicast
    return _is_host_name(host) and not f".{host}".endswith(_LOCAL_SUFFIXES)


def is_loopback(url: str) -> bool:
    """Whether the address leads back to the very machine that opens it («http://127.0.0.1:8000»)."""
    parts = _split(url)
    return is_loopback_host((parts.hostname or "") if parts else "")


def is_loopback_host(host: str) -> bool:
    """Whether a host's name or number is the very machine that says it («127.0.0.1», «::1»)."""
    literal = _ip(host)
    return literal.is_loopback if literal else host == "localhost" or host.endswith(".localhost")


def _split(url: str) -> SplitResult | None:
    """The parts of an address, or None where it, its port or its host is malformed."""
    if len(url) > _LONGEST_PATH or _BLANK_OR_CONTROL.search(url) or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_host_name(host: str) -> bool:
    return len(host) <= _LONGEST_HOST and _HOST.fullmatch(host) is not None


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = literal.ipv4_mapped if isinstance(literal, ipaddress.IPv6Address) else None
    return mapped or literal


def safe_next(path: str | None) -> str | None:
    """The path if it stays on this site («/lots?page=2»), else None.

    Refuses what browsers take for another host: «//evil», «/\\evil», control characters that
    they drop, and every scheme.
    """
    if not path or not path.startswith("/") or path.startswith("//"):
        return None
    parts = _split(path)
    return None if parts is None or parts.scheme or parts.netloc else path


def parse_link(text: str) -> str:
    """An http(s) link to a page on the internet; «shopee.vn/htx» gets its https://.

    No user name in it, no other scheme, at most 500 characters. Raises Unreadable.
    """
    link = clean(text[: _LONGEST_LINK + 1])
    if len(text) > _LONGEST_LINK:
        raise Unreadable(N_("Đường dẫn quá dài: hãy dán lại đường dẫn trang gian hàng."))
    if not _SCHEME.match(link):
        link = f"https://{link}"
    parts = _split(link)
    if parts is None or parts.scheme not in ("http", "https"):
        raise Unreadable(_refuse(text))
    if parts.username is not None or not _is_host_name(parts.hostname or ""):
        raise Unreadable(_refuse(text))
    return link


def _refuse(text: str) -> Message:
    return N_(
        "Không dùng được đường dẫn «%(text)s»: hãy dán đường dẫn trang gian hàng,"
        " bắt đầu bằng https://",
        text=clean(text),
    )
