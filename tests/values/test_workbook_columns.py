from shop_onboard.values.workbook import (
    CERTAINTIES,
    COOPERATIVE_KINDS,
    QUALIFIERS,
    SHEETS,
    get_sheet,
    name_key,
)

FORMS = {
    "text",
    "digits",
    "code",
    "date",
    "year",
    "season",
    "mass",
    "money",
    "whole",
    "choice",
    "link",
}
CHOICES = {"kinds", "certainties", "qualifiers", "yes_no", "channels", "provinces", "ocop_sets"}


def test_the_sheets_stand_in_the_order_in_which_they_must_go_in():
    assert [sheet.key for sheet in SHEETS] == [
        "cooperatives", "products", "lots", "storefronts", "sales", "campaigns", "figures",
    ]  # fmt: skip
    assert [len(sheet.columns) for sheet in SHEETS] == [17, 20, 9, 6, 11, 6, 8]


def test_no_two_columns_of_a_sheet_and_no_two_sheets_share_a_name():
    for sheet in SHEETS:
        names = [name_key(name) for c in sheet.columns for name in (c.name, *c.aliases)]
        assert len(set(names)) == len(names), sheet.name
        assert len({column.key for column in sheet.columns}) == len(sheet.columns)
    names = [name_key(name) for sheet in SHEETS for name in (sheet.name, *sheet.aliases)]
    assert len(set(names)) == len(names)


def test_every_column_says_how_to_fill_it():
    for sheet in SHEETS:
        for column in sheet.columns:
            assert column.form in FORMS
            assert column.example, column.name
            assert (column.form == "choice") == (column.choices in CHOICES)
            # What a spreadsheet shows beside a cell has at most 32 and 255 characters.
            assert len(f"{column.name} (bắt buộc)") <= 32
            assert len(f"Ghi {column.example}. {column.note}") <= 255


def test_the_other_names_that_files_use_are_known():
    assert "Doanh số" in get_sheet("sales").aliases
    columns = {column.key: column for column in get_sheet("sales").columns}
    assert "Sản lượng" in columns["mass_g"].aliases
    assert "Chiến dịch" in columns["campaign_code"].aliases
    assert "Hạn dùng" in {a for c in get_sheet("lots").columns for a in c.aliases}
    assert "Khối lượng đóng gói" in {a for c in get_sheet("products").columns for a in c.aliases}


def test_name_keys_ignore_case_marks_spaces_stars_and_unicode_form():
    spellings = ["Mã HTX*", "mã  htx", "MA HTX *", "ma\u0303_htx", "MÃ\u00a0HTX"]
    assert {name_key(text) for text in spellings} == {"mahtx"}


def test_lists_have_a_vietnamese_name_for_each_key():
    assert str(COOPERATIVE_KINDS["household"]) == "Hộ sản xuất"
    assert list(CERTAINTIES) == ["actual", "declared", "estimated"]
    assert [str(name) for name in QUALIFIERS.values()] == ["hơn", "gần", "đúng"]
