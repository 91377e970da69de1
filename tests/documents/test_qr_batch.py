"""Codes made together are those `qrcode` makes one by one, and another reader reads them."""

import io

import numpy as np
import pytest
import zxingcpp
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode import QRCode, constants, util

from shop_onboard.documents.qr_batch import MASK, qr_matrices, qr_matrix, smallest_version
from shop_onboard.documents.qr_svg import qr_png, qr_png_uri, qr_svg

ADDRESS = "https://lensan.example/01/08930000000012/10/LO-2026-06/21/K7QF2"


def made_by_qrcode(text: str, version: int) -> np.ndarray:
    code = QRCode(
        version=version, error_correction=constants.ERROR_CORRECT_M, mask_pattern=MASK, border=0
    )
    code.add_data(util.QRData(text.encode(), mode=util.MODE_8BIT_BYTE, check_data=False))
    code.make(fit=False)
    return np.array(code.get_matrix(), dtype=bool)


def capacity(version: int) -> int:
    length_bits = util.length_in_bits(util.MODE_8BIT_BYTE, version)
    return (util.BIT_LIMIT_TABLE[constants.ERROR_CORRECT_M][version] - 4 - length_bits) // 8


@pytest.mark.parametrize("version", [*range(1, 15), 27, 40])
def test_every_module_is_that_of_qrcode_from_the_shortest_to_the_longest_text(version):
    shortest = capacity(version - 1) + 1 if version > 1 else 1
    for length in {shortest, (shortest + capacity(version)) // 2, capacity(version)}:
        text = (f"https://lensan.example/t/{version}/" + "aZ09-_" * 400)[-length:]
        assert smallest_version(length) == version
        assert np.array_equal(qr_matrix(text), made_by_qrcode(text, version))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=0, max_size=60), max_size=8))
def test_texts_of_mixed_lengths_come_back_in_order_with_the_modules_of_qrcode(texts):
    texts = [text.encode(errors="replace").decode() for text in texts]
    for text, modules in zip(texts, qr_matrices(texts), strict=True):
        expected = made_by_qrcode(text, smallest_version(len(text.encode())))
        assert np.array_equal(modules, expected)


def test_more_texts_than_one_batch_holds_are_all_made():
    texts = [f"https://lensan.example/t/{number:06d}" for number in range(4_100)]
    matrices = qr_matrices(texts)
    for number in (0, 1_999, 2_000, 4_099):
        assert np.array_equal(matrices[number], made_by_qrcode(texts[number], 3))


def test_a_text_longer_than_the_largest_code_is_refused():
    assert len(qr_matrix("a" * 2_331)) == 177
    with pytest.raises(ValueError, match="2332 bytes"):
        qr_matrix("a" * 2_332)


@pytest.mark.parametrize("text", [ADDRESS, "HTX Bưởi Đoan Hùng – Phú Thọ", "a"])
def test_the_png_is_read_back_and_keeps_four_light_modules_around(text):
    picture = Image.open(io.BytesIO(qr_png(text, 4)))
    assert picture.mode == "1"
    pixels = np.array(picture)
    assert pixels[:16].all()
    assert pixels[-16:].all()
    assert pixels[:, :16].all()
    assert pixels[:, -16:].all()
    assert not pixels[16, 16]
    assert zxingcpp.read_barcode(picture.convert("L")).text == text
    assert qr_png_uri(text, 4).startswith("data:image/png;base64,")


def test_the_svg_draws_exactly_the_modules_and_needs_no_style():
    svg = BeautifulSoup(qr_svg(ADDRESS, label="Mã <của> lô"), "html.parser").svg
    side = len(qr_matrix(ADDRESS)) + 8
    assert svg["viewbox"] == f"0 0 {side} {side}"
    assert svg["aria-label"] == "Mã <của> lô"
    assert not svg.find_all(style=True)
    drawn = np.zeros((side, side), dtype=bool)
    for run in svg.find_all("path")[1]["d"].strip("Mz").split("zM"):
        start, width = run.split("v1")[0].split("h")
        x, y = map(int, start.split())
        drawn[y, x : x + int(width)] = True
    assert np.array_equal(drawn[4:-4, 4:-4], qr_matrix(ADDRESS))
    assert drawn.sum() == qr_matrix(ADDRESS).sum()


def test_an_svg_without_a_label_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in qr_svg(ADDRESS)
