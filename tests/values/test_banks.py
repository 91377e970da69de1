"""Banks: found as people name them, and none that money could be sent to by mistake."""

import pytest

from shop_onboard.values.banks import all_banks, find_bank
from shop_onboard.values.text import Unreadable


@pytest.mark.parametrize(
    ("text", "bin_"),
    [
        ("970405", "970405"),
        ("agribank", "970405"),
        ("Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam", "970405"),
        ("VCB", "970436"),
        ("Ngan hang TMCP Ngoai thuong Viet Nam", "970436"),
        ("MB Bank", "970422"),
        ("Ngân hàng Quân đội", "970422"),
        ("Ngân hàng ACB", "970416"),
    ],
)
def test_a_bank_is_found_as_people_name_it(text: str, bin_: str) -> None:
    assert find_bank(text).bin == bin_


@pytest.mark.parametrize("text", ["", "Ngân hàng", "Ngân hàng Mẫu", "Ngân hàng Trăng"])
def test_a_bank_outside_the_list_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        find_bank(text)


def test_bins_are_six_digits_and_every_name_leads_to_its_own_bank() -> None:
    assert len({bank.bin for bank in all_banks()}) == len(all_banks()) == 36
    for bank in all_banks():
        assert len(bank.bin) == 6
        assert bank.bin.isdigit()
        assert find_bank(bank.bin) == find_bank(bank.code) == find_bank(bank.name) == bank
