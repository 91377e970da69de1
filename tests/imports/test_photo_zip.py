"""A .zip of pictures is judged before anything in it is unpacked."""

import io
import zipfile

import pytest

from shop_onboard.errors import DomainError
from shop_onboard.imports.photo_zip import open_photos


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(DomainError) as refused:
        open_photos(content)
    return str(refused.value)


def test_pictures_are_found_by_their_names_whatever_folder_case_or_unicode_form():
    found = open_photos(
        packed(
            {"Ảnh/Va\u0309i U.JPG": b"1", "__MACOSX/._x.jpg": b"2", "doc.txt": b"3", "b.png": b"4"}
        )
    )
    assert found.read("vải u.jpg") == b"1"
    assert found.missing(["VẢI U.jpg", "c.png"]) == ["c.png"]
    assert found.unused(["vải u.jpg"]) == ["b.png"]


def test_a_name_in_two_folders_is_told_and_not_guessed():
    found = open_photos(packed({"a/x.jpg": b"1", "b/x.jpg": b"2", "y.jpg": b"3"}))
    assert found.twice == {"x.jpg"}
    assert found.missing(["x.jpg"]) == ["x.jpg"]


def test_names_that_lead_out_of_the_folder_are_only_names():
    found = open_photos(packed({"../../etc/x.jpg": b"1", "C:\\y.jpg": b"2"}))
    assert (found.read("x.jpg"), found.read("y.jpg")) == (b"1", b"2")


def test_what_is_no_zip_of_pictures_or_too_much_is_refused_by_its_directory():
    assert "không đọc được" in refusal(b"PK nothing")
    assert "không có ảnh nào" in refusal(packed({"a.txt": b"x", "b.svg": b"<svg/>"}))
    assert "quá nhiều ảnh" in refusal(packed({f"{n}.jpg": b"x" for n in range(1_001)}))
    assert "quá nhiều ảnh" in refusal(packed({f"{n}.jpg": b"0" * 30_000_000 for n in range(7)}))
    locked = bytearray(packed({"a.jpg": b"x"}))
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert "mật khẩu" in refusal(bytes(locked))


def test_one_picture_that_swells_is_refused_when_it_is_read():
    found = open_photos(packed({"a.jpg": b"0" * 27_000_000}))
    with pytest.raises(DomainError, match="25 MB"):
        found.read("a.jpg")


def test_a_picture_whose_packing_is_damaged_is_refused_alone():
    content = bytearray(packed({"a.jpg": bytes(range(256)) * 40, "b.jpg": b"2"}))
    start = content.find(b"a.jpg") + len("a.jpg")
    content[start : start + 20] = b"\xff" * 20
    found = open_photos(bytes(content))
    with pytest.raises(DomainError, match="không đọc được"):
        found.read("a.jpg")
    assert found.read("b.jpg") == b"2"
