"""What an installation's settings refuse, and what they let through."""

from pathlib import Path

import pytest

import config as settings
from shop_onboard.gateways.vault import Vault

LONG_KEY = "k3y-Of-Before-q8Zr1xPv7mWc5nTb2Ls"


@pytest.mark.parametrize(
    "key", ["short", "a" * 40, "changeme-changeme-changeme-changeme-1", "dev-secret-" * 4]
)
@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
def test_a_key_that_is_short_or_known_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, key: str
):
    monkeypatch.setenv(f"SHOP_ONBOARD_{name}", key)
    with pytest.raises(SystemExit):
        settings.Testing(tmp_path)


def test_a_key_is_changed_without_losing_what_the_old_one_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sealed = Vault([LONG_KEY]).seal("bí mật")
    monkeypatch.setenv("SHOP_ONBOARD_SECRET_KEY_FALLBACKS", f"{LONG_KEY}, ")
    made = settings.Testing(tmp_path)
    assert made.SECRET_KEY_FALLBACKS == [LONG_KEY]
    assert Vault([made.SECRET_KEY, *made.SECRET_KEY_FALLBACKS]).open(sealed) == "bí mật"
    assert Vault([made.SECRET_KEY]).open(sealed) is None


def test_the_configured_host_is_known(tmp_path: Path):
    hosts = settings.Testing(tmp_path, PUBLIC_URL="https://lensan.example.vn").HOSTS
    assert "lensan.example.vn" in hosts
