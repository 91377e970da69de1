import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.addresses import is_public_address, parse_link, safe_next
from shop_onboard.values.text import Unreadable


@pytest.mark.parametrize(
    "url", ["https://lensan.vn", "https://lensan.bacninh.gov.vn:8443/", "https://8.8.8.8"]
)
def test_a_host_on_the_open_internet_may_be_printed(url: str) -> None:
    assert is_public_address(url)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "lensan.vn",
        "http://lensan.vn",
        "https://localhost:8000",
        "https://app.localhost",
        "https://127.0.0.1",
        "https://127.1",
        "https://2130706433",
        "https://0x7f.1",
        "https://0.0.0.0",
        "https://10.1.2.3",
        "https://192.168.1.5",
        "https://169.254.1.1",
        "https://100.64.0.1",
        "https://[::1]",
        "https://[fe80::1]",
        "https://[fd00::1]",
        "https://[::ffff:10.0.0.1]",
        "https://may-chu",
        "https://may.local",
        "https://localhost.",
        "https://ten@lensan.vn",
        "https://lensan.vn:99999",
        "https://[",
        "https://lensan.vn\n.vn",
    ],
)
def test_any_other_address_makes_a_trial_label(url: str | None) -> None:
    assert not is_public_address(url)


@pytest.mark.parametrize("path", ["/", "/lots?page=2", "/t/ABC#a", "/cooperatives/HTX%201"])
def test_a_path_of_this_site_is_followed(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "lots",
        "//evil.com",
        "///evil.com",
        "/\\evil.com",
        "\\\\evil.com",
        "/\t/evil.com",
        "/\n/evil.com",
        "https:evil.com",
        "https://evil.com",
        "javascript:alert(1)",
        " /lots",
        "/" + "a" * 5000,
    ],
)
def test_a_path_to_another_place_is_not_followed(path: str | None) -> None:
    assert safe_next(path) is None


@given(st.text(max_size=40))
def test_what_is_followed_begins_with_exactly_one_slash(text: str) -> None:
    path = safe_next("/" + text)
    assert path is None or (path[:2] not in ("//", "/\\") and "\\" not in path)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://shopee.vn/htx", "https://shopee.vn/htx"),
        (" http://voso.vn/a?b=1 ", "http://voso.vn/a?b=1"),
        ("shopee.vn/htx", "https://shopee.vn/htx"),
        ("shopee.vn:443/htx", "https://shopee.vn:443/htx"),
    ],
)
def test_a_link_to_a_storefront_is_taken(text: str, link: str) -> None:
    assert parse_link(text) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://shopee.vn/%0aalert(1)",
        "data:text/html,x",
        "ftp://shopee.vn",
        "file:///etc/passwd",
        "https://shopee.vn@evil.com",
        "https://localhost/",
        "https://192.168.1.1/",
        "https://shopee.vn/a b",
        "https:\\\\shopee.vn",
        "//evil.com",
        "gian hàng của tôi",
        "https://" + "a" * 600 + ".vn",
        "https://shopee.vn:port/",
    ],
)
def test_any_other_link_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="đường dẫn trang gian hàng"):
        parse_link(text)


@given(st.text(max_size=80))
def test_a_taken_link_is_http(text: str) -> None:
    try:
        link = parse_link(text)
    except Unreadable:
        return
    assert link.lower().startswith(("http://", "https://"))
