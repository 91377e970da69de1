"""How often one line opened the same code today: in memory alone, so that no address is kept."""

import hashlib
import ipaddress
import secrets
import threading
from datetime import date

# Beyond so many pairs of line and code in a day no further pair is counted: memory stays small.
MOST_PAIRS = 100_000


class ScanLines:
    """Counts of the day by line and code, under a secret that is thrown away with the day.

    A line is what a market, a shop or a telephone company shares: the first 24 bits of an IPv4
    address, 48 of an IPv6 one. Each process has its own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = date.min
        self._salt = b""
        self._counts: dict[bytes, int] = {}

    def is_within(self, address: str, code: str, day: date, most: int) -> bool:
        """Note that this line opened the code; whether it did so at most so often on that day."""
        with self._lock:
            if day != self._day:
                self._day, self._salt, self._counts = day, secrets.token_bytes(16), {}
            told = f"{_line(address)} {code}".encode()
            key = hashlib.blake2b(told, key=self._salt, digest_size=8).digest()
            if key not in self._counts and len(self._counts) >= MOST_PAIRS:
                return False
            count = self._counts.get(key, 0)
            if count < most:
                self._counts[key] = count + 1
            return count < most


def _line(address: str) -> str:
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped is not None:
        read = read.ipv4_mapped
    return str(ipaddress.ip_network(f"{read}/{24 if read.version == 4 else 48}", strict=False))
