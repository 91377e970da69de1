"""Opens an address that somebody gave, and nothing else: never anything inside our own network.

The name is resolved once, every address it stands for must be public, and the connection goes to
the very address that was judged: a name that changes its mind between the two leads nowhere.
Redirects are followed by hand under the same judgement.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 8.0
MOST_BYTES = 64 * 1024
MOST_REDIRECTS = 3
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000
_AGENT = "Mozilla/5.0 (compatible; LenSan link check)"
_MOVED = frozenset({301, 302, 303, 307, 308})
_MISSING = frozenset({404, 410})
# A server that answers so is there: it lets no program look.
_BLOCKED = frozenset({401, 403, 405, 406, 407, 418, 429, 451, 999})
# Where marketplaces lead programs instead of the shop.
_GATES = ("login", "signin", "sign-in", "verify", "captcha", "challenge")
# Addresses of these networks carry another address inside, which would be judged by nobody.
_CARRIERS = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)

Resolve = Callable[[str, int], Sequence[str]]
Admits = Callable[[str, int], bool]


@dataclass(frozen=True)
class LinkAnswer:
    """What came back: `outcome` is one of `models.listings.LINK_OUTCOMES`, `status` 0 without one.

    "opens", "missing" (the page or its name is not there), "blocked" (the server lets no program
    look, which says nothing about the shop), "unclear" (no answer in time, a fault of theirs),
    "refused" (not a public web address: nothing was opened).
    """

    outcome: str
    status: int = 0


class _RefusedError(Exception):
    """The address is not one that may be opened."""


class _UnknownNameError(Exception):
    """The name stands for nothing."""


def is_public(address: str, port: int) -> bool:
    """Whether the address is a server's on the open internet, at one of the web's own ports."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped), port)
        if any(found in network for network in _CARRIERS) or found.is_site_local:
            return False
    is_open = found.is_global and not found.is_multicast and not found.is_reserved
    return is_open and port in _PORTS.values()


def resolve(host: str, port: int) -> list[str]:
    """The addresses that a name stands for; OSError where it stands for none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class LinkChecker:
    """Opens addresses; who resolves names and which addresses are admitted can be told apart."""

    def __init__(
        self, resolve: Resolve = resolve, admits: Admits = is_public, seconds: float = SECONDS
    ) -> None:
        self._resolve = resolve
        self._admits = admits
        self._seconds = seconds

    def look(self, url: str) -> LinkAnswer:
        """What the address answers today. Never raises."""
        deadline = time.monotonic() + self._seconds
        try:
            for _ in range(MOST_REDIRECTS + 1):
                parts = _parts(url)
                status, location = self._ask(parts, deadline)
                if status not in _MOVED or not location:
                    return _judged(parts, status)
                url = urljoin(url, location)
        except _RefusedError:
            return LinkAnswer("refused")
        except _UnknownNameError:
            return LinkAnswer("missing")
        except (OSError, http.client.HTTPException, ValueError):
            return LinkAnswer("unclear")
        return LinkAnswer("unclear")

    def _ask(self, parts: SplitResult, deadline: float) -> tuple[int, str]:
        host = parts.hostname or ""
        port = parts.port or _PORTS[parts.scheme]
        address = self._judged_address(host, port)
        with socket.create_connection((address, port), _left(deadline)) as plain:
            if parts.scheme == "http":
                return _talk(plain, parts, deadline)
            context = ssl.create_default_context()
            with context.wrap_socket(plain, server_hostname=host) as secured:
                return _talk(secured, parts, deadline)

    def _judged_address(self, host: str, port: int) -> str:
        """The one address to connect to; refused when any that the name stands for is."""
        try:
            addresses = self._resolve(host, port)
        except socket.gaierror as error:
            if error.errno == socket.EAI_NONAME:
                raise _UnknownNameError from error
            raise
        except UnicodeError as error:
            raise _RefusedError from error
        if not addresses or not all(self._admits(each, port) for each in addresses):
            raise _RefusedError
        return addresses[0]


def _parts(url: str) -> SplitResult:
    if len(url) > _LONGEST or "\\" in url or any(char <= " " or char == "\x7f" for char in url):
        raise _RefusedError
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise _RefusedError from error
    is_plain = parts.username is None and parts.password is None
    if parts.scheme not in _PORTS or not parts.hostname or not is_plain:
        raise _RefusedError
    return parts


def _judged(parts: SplitResult, status: int) -> LinkAnswer:
    if 200 <= status < 300:
        is_gate = any(word in parts.path.lower() for word in _GATES)
        return LinkAnswer("blocked" if is_gate else "opens", status)
    if status in _MISSING:
        return LinkAnswer("missing", status)
    return LinkAnswer("blocked" if status in _BLOCKED else "unclear", status)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _talk(connection: socket.socket, parts: SplitResult, deadline: float) -> tuple[int, str]:
    """Send one request and read the head of its answer; the body stays where it is."""
    connection.settimeout(_left(deadline))
    connection.sendall(_request(parts))
    answer = http.client.HTTPResponse(_Head(connection, deadline))  # type: ignore[arg-type]
    answer.begin()
    return answer.status, answer.getheader("Location") or ""


def _request(parts: SplitResult) -> bytes:
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    lines = (
        f"GET {_quoted(target)} HTTP/1.1",
        f"Host: {_host(parts)}",
        f"User-Agent: {_AGENT}",
        "Accept: text/html,*/*;q=0.5",
        "Accept-Language: vi,en;q=0.5",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii", "replace")


def _host(parts: SplitResult) -> str:
    if parts.netloc.isascii():
        return parts.netloc
    name = (parts.hostname or "").encode("idna").decode()
    return name if parts.port is None else f"{name}:{parts.port}"


def _quoted(target: str) -> str:
    return "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in target
    )


class _Head:
    """A connection as the reader of answers wants it: few bytes, and none after the deadline."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._reader = io.BufferedReader(_Metered(connection, deadline), 4_096)

    def makefile(self, _mode: str) -> Any:
        return self._reader


class _Metered(io.RawIOBase):
    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection, self._deadline, self._read = connection, deadline, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._read > MOST_BYTES:
            raise ValueError("the head of the answer is too long")
        self._connection.settimeout(_left(self._deadline))
        count = self._connection.recv_into(buffer)
        self._read += count
        return count
