"""What the help tells, task by task: one sentence a step, with the page's picture beside it.

The pictures `static/images/help/<guide>-<step>-<language>.webp` are made by the walk in
`tests/browser/test_guides.py`, which does each task as it is told here.
"""

from dataclasses import dataclass

from shop_onboard.policy import Action
from shop_onboard.values.text import N_, Message


@dataclass(frozen=True)
class Step:
    """One thing to do. `picture` is its height in pixels (360 wide); 0 where none is needed."""

    title: Message
    words: Message
    picture: int = 0


@dataclass(frozen=True)
class Guide:
    """A task from its first tap to its result.

    `start` is the endpoint where it begins, `action` what somebody must be allowed to begin it.
    """

    key: str
    title: Message
    whom: Message
    start: str
    action: Action
    button: Message
    steps: tuple[Step, ...]


GUIDES = (
    Guide(
        "register",
        N_("Đăng ký một HTX trong 5 phút"),
        N_("Dành cho tình nguyện viên, làm trên điện thoại"),
        "registrations.index",
        Action.COOPERATIVE_CREATE,
        N_("Đăng ký hợp tác xã"),
        (
            Step(
                N_("Hỏi trước vài điều"),
                N_(
                    "Tên hợp tác xã, xã, tên và số điện thoại người đại diện, một sản phẩm với quy "
                    "cách và giá. Mã số thuế, ngân hàng, giấy OCOP, ảnh có thể thêm sau."
                ),
            ),
            Step(
                N_("Điền từng trang, bấm «Tiếp tục»"),
                N_(
                    "Gõ tên xã không dấu cũng được, tên trước 01/7/2025 cũng được: Lên Sàn tự đổi "
                    "sang tên mới. Gõ đến đâu lưu đến đó; nghỉ giữa chừng, mở lại là điền tiếp."
                ),
                640,
            ),
            Step(
                N_("Ghi sản phẩm đầu tiên"),
                N_(
                    "Mỗi quy cách cần tên, khối lượng tịnh và giá: «Hộp 2 kg», «2 kg», «62k». Số "
                    "bạn gõ tắt sẽ hiện lại đầy đủ để bạn xem."
                ),
                640,
            ),
            Step(
                N_("Xem lại, bấm «Gửi để duyệt»"),
                N_(
                    "Bạn có ngay số hồ sơ để giữ lại. Cán bộ Đoàn xem rồi duyệt, hoặc trả về kèm "
                    "chỗ cần sửa."
                ),
                640,
            ),
        ),
    ),
    Guide(
        "labels",
        N_("In tem trên giấy A4"),
        N_("Dành cho hợp tác xã và tình nguyện viên"),
        "labels.new",
        Action.LABEL_MAKE,
        N_("In tem"),
        (
            Step(
                N_("Chọn lô hàng và cỡ tem"),
                N_(
                    "Tem lấy ngày và hạn dùng từ lô. Giấy A4 thường hay đề-can, 24 tem một tờ. Tờ "
                    "dùng dở thì Lên Sàn nhớ và in tiếp từ ô còn trống."
                ),
                640,
            ),
            Step(
                N_("Tải tệp PDF về"),
                N_(
                    "Một tờ 24 tem xong trong vài giây. Cứ rời trang, tệp vẫn đợi ở «Việc đang "
                    "chạy»."
                ),
                420,
            ),
            Step(
                N_("In đúng cỡ 100 %"),
                N_(
                    "Trong hộp thoại in, chọn «Kích thước thực», đừng chọn «Vừa trang». In thử "
                    "một tờ giấy thường trước khi in thật."
                ),
                254,
            ),
            Step(
                N_("In xong, ghi vào sổ in"),
                N_(
                    "Bấm «Đã in xong»: tem được kích hoạt. Tờ hỏng thì bấm «In bị hỏng»; hỏng vài "
                    "tem thì ghi số tem để in lại đúng những tem ấy."
                ),
                420,
            ),
            Step(
                N_("Quét thử một tem"),
                N_(
                    "Mở máy ảnh điện thoại, quét một tem. Trang hiện ra phải đúng sản phẩm và mã "
                    "lô. Tem in khi chưa có địa chỉ thật mang chữ «TEM THỬ»."
                ),
                640,
            ),
        ),
    ),
    Guide(
        "marketplaces",
        N_("Lên sàn tuần này"),
        N_("Dành cho hợp tác xã"),
        "week.index",
        Action.LISTING_EXPORT,
        N_("Mở «Lên sàn tuần này»"),
        (
            Step(
                N_("Mở trang «Lên sàn tuần này»"),
                N_(
                    "Với Shopee, TikTok Shop và Postmart, trang này xếp sẵn việc nào làm trước. "
                    "Làm từ trên xuống, xong bước nào trang tự đổi."
                ),
                640,
            ),
            Step(
                N_("Ghi giấy tờ đã có"),
                N_(
                    "«Điều kiện mở gian hàng» nói sàn cần gì, theo nguồn nào, và các bước mở gian "
                    "hàng. Chỗ chưa có tài liệu thì ghi «hỏi sàn»."
                ),
            ),
            Step(
                N_("Sửa chỗ còn thiếu"),
                N_(
                    "Mỗi sàn đòi một kiểu. Bấm «Sửa tiếp»: Lên Sàn đưa tới từng sản phẩm và chỉ "
                    "đúng ô; lưu xong là về lại danh sách."
                ),
            ),
            Step(
                N_("Tạo tệp, hoặc điền tệp mẫu của sàn"),
                N_(
                    "Shopee, TikTok Shop: gửi tệp mẫu trắng tải từ gian hàng để được điền sẵn. Sàn "
                    "khác: tạo tệp rồi tải về. Sản phẩm bị để lại có lý do ngay bên cạnh."
                ),
                560,
            ),
            Step(
                N_("Ghi kết quả"),
                N_(
                    "Đăng xong, vào «Trạng thái đăng sàn» ghi: đang bán, bị từ chối vì sao, tạm "
                    "dừng; hoặc gửi tệp kết quả mà sàn cho tải."
                ),
            ),
            Step(
                N_("Ghi gian hàng đã mở"),
                N_(
                    "Dán đường dẫn gian hàng vào hồ sơ: nó hiện trên trang quét tem để người mua "
                    "mua tiếp, và Đoàn đếm được bao nhiêu gian hàng."
                ),
            ),
        ),
    ),
    Guide(
        "report",
        N_("Báo cáo chiều nay"),
        N_("Dành cho cán bộ Đoàn"),
        "campaigns.index",
        Action.CAMPAIGN_SEE,
        N_("Mở mục Chương trình"),
        (
            Step(
                N_("Đối chiếu các lần bán"),
                N_(
                    "Số «HTX khai» và số «đã đối chiếu» luôn đứng riêng. Mở lần bán có chứng từ, "
                    "xem rồi xác nhận."
                ),
                640,
            ),
            Step(
                N_("Mở chương trình"),
                N_("Khối lượng theo sàn và theo hợp tác xã, so với chỉ tiêu, đã cộng sẵn."),
                640,
            ),
            Step(
                N_("Tạo báo cáo"),
                N_(
                    "Chọn PDF để in và nộp, DOCX để sửa câu chữ, XLSX để gửi bảng số. Báo cáo "
                    "theo thể thức văn bản của Đoàn; số đã công bố đứng riêng, có nguồn."
                ),
                560,
            ),
        ),
    ),
)
