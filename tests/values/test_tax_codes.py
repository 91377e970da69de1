import pytest

from shop_onboard.values.tax_codes import parse_tax_code
from shop_onboard.values.text import Unreadable


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0100233488", "0100233488"),
        ("01.00.233.488", "0100233488"),
        (" 0100047516 ", "0100047516"),
        ("0100233488-001", "0100233488-001"),
        ("0100233488001", "0100233488-001"),
        ("100233488", "0100233488"),
        ("100233488001", "0100233488-001"),
        ("024012345678", "024012345678"),
    ],
)
def test_a_tax_code_is_kept_in_its_official_form(text: str, code: str) -> None:
    assert parse_tax_code(text) == code


@pytest.mark.parametrize("text", ["0100233480", "0100233488-000", "24012345678"])
def test_a_code_that_fails_its_check_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="từng chữ số"):
        parse_tax_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "01002334880010",
        "\uff10\uff11\uff10\uff10\uff12\uff13\uff13\uff14\uff18\uff18",
        "mã số",
        "0" * 500,
    ],
)
def test_another_length_or_sign_is_answered_with_the_right_length(text: str) -> None:
    with pytest.raises(Unreadable, match="10 chữ số"):
        parse_tax_code(text)
