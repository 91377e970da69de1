"""People know their machines by name, not by what a browser says of itself."""

import pytest

from shop_onboard.values.devices import device_words

_MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            f"{_MOZILLA} (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/129.0.0.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        (
            f"{_MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            f"{_MOZILLA} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0",
            "Edge · Windows",
        ),
        (
            f"{_MOZILLA} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox · Linux",
        ),
        ("Zalo/23 (Linux; Android 13) Chrome/120.0 Safari/537.36", "Zalo · Android"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_machine_is_named_by_browser_and_system(user_agent: str, words: str):
    assert device_words(user_agent) == words
