"""What the fields of a record are called, in history, remarks and conflicts."""

from shop_onboard.values.text import N_, Message

SUBJECT_WORDS: dict[str, Message] = {
    "cooperative": N_("hợp tác xã"),
    "product": N_("sản phẩm"),
    "lot": N_("lô hàng"),
    "storefront": N_("gian hàng"),
    "sale": N_("lần bán"),
    "campaign": N_("chương trình"),
    "published_figure": N_("số công bố"),
}

FIELD_WORDS: dict[str, Message] = {
    "account_holder": N_("Chủ tài khoản"),
    "address": N_("Địa chỉ"),
    "bank": N_("Ngân hàng"),
    "bank_account": N_("Số tài khoản"),
    "campaign_id": N_("Chương trình"),
    "certainty": N_("Mức độ"),
    "certificate_number": N_("Số chứng nhận"),
    "channel_key": N_("Kênh bán"),
    "closed_on": N_("Ngày đóng"),
    "code": N_("Mã"),
    "commune_id": N_("Xã, phường"),
    "confirmed_at": N_("Đã đối chiếu lúc"),
    "cooperative_id": N_("Hợp tác xã"),
    "deleted_at": N_("Đưa vào thùng rác lúc"),
    "description": N_("Mô tả"),
    "ends_on": N_("Ngày kết thúc"),
    "evidence": N_("Chứng từ"),
    "expires_on": N_("Hạn sử dụng"),
    "former_district": N_("Huyện (cũ)"),
    "former_place": N_("Địa bàn trước 01/7/2025"),
    "founded_year": N_("Năm thành lập"),
    "growing_area_code": N_("Mã số vùng trồng"),
    "harvested_on": N_("Ngày thu hoạch"),
    "is_youth_led": N_("Thanh niên làm chủ"),
    "kind": N_("Loại hình"),
    "lot_id": N_("Lô hàng"),
    "mass_g": N_("Khối lượng đã bán"),
    "merged": N_("Gộp từ hồ sơ"),
    "member_count": N_("Số thành viên"),
    "name": N_("Tên"),
    "name_en": N_("Tên tiếng Anh"),
    "ocop_set": N_("Nhóm OCOP"),
    "opened_on": N_("Ngày mở"),
    "order_ref": N_("Mã đơn hàng"),
    "packed_on": N_("Ngày đóng gói"),
    "phone": N_("Điện thoại"),
    "product_id": N_("Sản phẩm"),
    "published_on": N_("Ngày công bố"),
    "qualifier": N_("Mức độ chính xác"),
    "quantity_g": N_("Sản lượng"),
    "recall_reason": N_("Lý do thu hồi"),
    "recalled_at": N_("Thu hồi lúc"),
    "representative": N_("Người đại diện"),
    "revenue_vnd": N_("Doanh thu"),
    "review_note": N_("Lời của cán bộ"),
    "scope": N_("Phạm vi"),
    "season_from": N_("Mùa vụ từ"),
    "season_to": N_("Mùa vụ đến"),
    "shelf_life_days": N_("Hạn sử dụng (số ngày)"),
    "sold_on": N_("Ngày bán"),
    "source": N_("Nguồn"),
    "standard": N_("Tiêu chuẩn"),
    "starts_on": N_("Ngày bắt đầu"),
    "state": N_("Việc duyệt"),
    "storage": N_("Bảo quản"),
    "story": N_("Câu chuyện"),
    "tax_code": N_("Mã số thuế"),
    "typed_consent": N_("Đồng ý công khai (người nhập ghi)"),
    "unit": N_("Đơn vị tính"),
    "union_id": N_("Đơn vị Đoàn"),
    "url": N_("Đường dẫn"),
    "value": N_("Số liệu"),
}

# A child row is one field, told by what it is called: "packs/Hộp 2 kg".
CHILDREN: dict[str, Message] = {
    "packs": N_("Quy cách «%(name)s»"),
    "certificates": N_("Giấy chứng nhận «%(name)s»"),
    "photos": N_("Ảnh"),
    "targets": N_("Chỉ tiêu"),
}
CERTIFICATE_WORDS: dict[str, Message] = {
    "ocop": N_("OCOP"),
    "vietgap": N_("VietGAP"),
    "globalgap": N_("GlobalG.A.P."),
    "organic": N_("hữu cơ"),
    "gi": N_("chỉ dẫn địa lý"),
    "food_safety": N_("an toàn thực phẩm"),
    "other": N_("loại khác"),
}
# Said by a record of itself to the machine alone, or shown by the version already.
SILENT = frozenset(
    {"slug", "token", "row_key", "code_union_id", "confirmed_by_id", "merged_into", "version"}
)


def field_words(field: str) -> Message:
    """What a field of a version is called; an unknown one is called by its own name."""
    relation, _slash, name = field.partition("/")
    if name and relation in CHILDREN:
        return Message(CHILDREN[relation].msgid, {"name": CERTIFICATE_WORDS.get(name, name)})
    return FIELD_WORDS.get(field, Message(field))
