"""Opening addresses that people give: what a real server answers, and what is never opened."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from shop_onboard.gateways.links import LinkAnswer, LinkChecker, is_public, resolve

LOOPBACK = "127.0.0.1"


@dataclass
class Server:
    """A server on this machine that sends prepared bytes for each path."""

    port: int
    answers: dict[str, bytes]
    asked: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = "shop.example") -> str:
        return f"http://{host}:{self.port}{path}"


def _head(status: int, more: str = "") -> bytes:
    return f"HTTP/1.1 {status} X\r\n{more}Content-Length: 0\r\n\r\n".encode()


@contextmanager
def serving(answers: dict[str, bytes], drip_s: float = 0.0) -> Iterator[Server]:
    listener = socket.create_server((LOOPBACK, 0))
    server = Server(listener.getsockname()[1], answers)
    ends = threading.Event()

    def run() -> None:
        while not ends.is_set():
            connection, _ = listener.accept()
            with connection:
                _answer(connection, server, ends, drip_s)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield server
    finally:
        ends.set()
        # Closing alone does not wake who waits in accept().
        with socket.socket() as knock:
            knock.connect_ex((LOOPBACK, server.port))
        thread.join()
        listener.close()


def _answer(
    connection: socket.socket, server: Server, ends: threading.Event, drip_s: float
) -> None:
    request = connection.recv(65_536).decode("latin-1")
    if ends.is_set():
        return
    server.asked.append(request)
    path = request.partition(" ")[2].partition(" ")[0]
    # What speaks no HTTP gets what stands at the root.
    content = server.answers.get(path, server.answers.get("/", _head(404)))
    pieces = [content[n : n + 1] for n in range(len(content))] if drip_s else [content]
    try:
        for piece in pieces:
            connection.sendall(piece)
            if ends.wait(drip_s):
                return
    except OSError:
        # Whoever asked has left.
        return


def _near(port: int, seconds: float = 5.0) -> LinkChecker:
    """Admits this one server alone, whatever it is called; other names as they are."""

    def named(host: str, at: int) -> list[str]:
        return [LOOPBACK] if host.endswith(".example") else resolve(host, at)

    return LinkChecker(named, lambda address, at: at == port and address == LOOPBACK, seconds)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "opens"), (204, "opens"), (404, "missing"), (410, "missing"),
        (403, "blocked"), (429, "blocked"), (401, "blocked"), (500, "unclear"), (503, "unclear"),
    ],
)  # fmt: skip
def test_what_a_server_answers_is_told_in_one_word(status: int, outcome: str):
    with serving({"/htx": _head(status)}) as server:
        assert _near(server.port).look(server.url("/htx")) == LinkAnswer(outcome, status)


def test_the_name_goes_into_the_request_and_nothing_else_of_us_does():
    with serving({"/h%E1%BB%A3p?a=1": _head(200)}) as server:
        assert _near(server.port).look(server.url("/hợp?a=1")).outcome == "opens"
        lines = server.asked[0].split("\r\n")
    assert lines[0] == "GET /h%E1%BB%A3p?a=1 HTTP/1.1"
    assert f"Host: shop.example:{server.port}" in lines
    assert not any(
        line.lower().startswith(("cookie", "referer", "authorization")) for line in lines
    )


def test_redirects_are_followed_by_hand_three_times_at_most():
    answers = {f"/{n}": _head(302, f"Location: /{n + 1}\r\n") for n in range(9)}
    with serving(answers | {"/3": _head(200)}) as server:
        assert _near(server.port).look(server.url("/0")) == LinkAnswer("opens", 200)
    with serving(answers) as server:
        assert _near(server.port).look(server.url("/0")) == LinkAnswer("unclear")
        assert len(server.asked) == 4


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/admin", "http://localhost/", "http://[::1]/", "http://10.0.0.1/",
        "http://169.254.169.254/latest/", "http://[::ffff:127.0.0.1]/", "file:///etc/passwd",
        "gopher://shop.example/", "http://2130706433/", "http://0x7f.1/", "http://u:p@shop.example/",
    ],
)  # fmt: skip
def test_a_redirect_into_our_own_network_is_not_followed(target: str):
    with serving({"/": _head(302, f"Location: {target}\r\n")}) as server:
        assert _near(server.port).look(server.url("/")) == LinkAnswer("refused")
        assert len(server.asked) == 1


def test_a_page_that_sends_programs_to_a_gate_is_not_said_to_open():
    answers = {"/htx": _head(302, "Location: /verify/captcha\r\n"), "/verify/captcha": _head(200)}
    with serving(answers) as server:
        assert _near(server.port).look(server.url("/htx")).outcome == "blocked"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/", "http://[::]:{port}/", "http://127.1:{port}/",
        "http://2130706433:{port}/", "http://0177.0.0.1:{port}/", "ftp://127.0.0.1:{port}/",
        "http://127.0.0.1\\@shop.example:{port}/", "http://a b/", "http:///x", "//127.0.0.1/", "",
        "http://shop.example:99999/", "http://127.0.0.1:{port}/\r\nX: y",
    ],
)  # fmt: skip
def test_our_own_machine_is_never_opened(url: str):
    with serving({"/": _head(200)}) as server:
        any_port = LinkChecker(admits=lambda address, _port: is_public(address, 443))
        for checker in (LinkChecker(), any_port):
            assert checker.look(url.format(port=server.port)).outcome == "refused"
        assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1",  # noqa: S104 - one of the addresses
        "::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2001::1", "2001:db8::1",
        "not an address", "",
    ],
)  # fmt: skip
def test_addresses_that_are_no_public_servers(address: str):
    assert not is_public(address, 443)


@pytest.mark.parametrize("address", ["1.1.1.1", "123.30.215.27", "2606:4700::1111"])
def test_addresses_that_are_public_at_the_webs_own_ports_alone(address: str):
    assert is_public(address, 443)
    assert is_public(address, 80)
    assert not any(is_public(address, port) for port in (22, 25, 5432, 6379, 8080))


def test_one_private_address_among_public_ones_refuses_the_name():
    with serving({"/": _head(200)}) as server:
        both = LinkChecker(lambda _host, _port: ["1.1.1.1", LOOPBACK])
        assert both.look("http://shop.example/").outcome == "refused"
        assert server.asked == []


def test_a_name_that_changes_its_mind_leads_nowhere_else():
    """The address that was judged is the one that is opened: it is resolved once a request."""
    with serving({"/": _head(200)}) as server:
        resolved = []

        def rebinding(host: str, _port: int) -> list[str]:
            resolved.append(host)
            return [LOOPBACK] if len(resolved) == 1 else ["10.0.0.1"]

        checker = LinkChecker(rebinding, lambda address, _port: address == LOOPBACK)
        assert checker.look(server.url("/")).outcome == "opens"
        assert resolved == ["shop.example"]


def test_a_name_that_nobody_has_is_missing_and_a_silent_resolver_says_nothing():
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    def silent(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    assert LinkChecker(unknown).look("https://khong-co.example/").outcome == "missing"
    assert LinkChecker(silent).look("https://khong-co.example/").outcome == "unclear"


def test_a_server_that_drips_is_left_after_the_time_is_up():
    with serving({"/": _head(200, "X: y\r\n" * 50)}, drip_s=0.05) as server:
        # Whoever waits for all of it is told «opens».
        assert _near(server.port, seconds=0.5).look(server.url("/")).outcome == "unclear"


def test_an_answer_that_never_ends_its_head_is_left():
    with serving({"/": b"HTTP/1.1 200 X\r\n" + b"X: " + b"y" * 200_000}) as server:
        assert _near(server.port).look(server.url("/")).outcome == "unclear"


def test_what_is_no_web_server_at_all_and_nobody_listening_are_unclear():
    with serving({"/": b"SSH-2.0-OpenSSH\r\n"}) as server:
        near = _near(server.port)
        assert near.look(server.url("/")).outcome == "unclear"
        secured = server.url("/").replace("http:", "https:")
        assert near.look(secured).outcome == "unclear"
    assert near.look(server.url("/")).outcome == "unclear"
