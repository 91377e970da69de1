"""What is asked before a spreadsheet is imported."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from shop_onboard.imports import photo_zip
from shop_onboard.imports.readers import MOST_BYTES
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import Form, YesField
from shop_onboard.web.language import say

_MOST_MB = MOST_BYTES // 1024 // 1024


class UploadForm(Form):
    """A file; whether it is a spreadsheet, its bytes will say."""

    file = FileField(
        _l("Bảng tính (.xlsx, .xls, .ods hoặc .csv)"),
        render_kw={"accept": ".xlsx,.xls,.ods,.csv", "required": True},
    )

    def content(self) -> bytes | None:
        """The bytes of the file, or None with a sentence beside the field."""
        content = self.file.data.read(MOST_BYTES + 1) if self.file.data else b""
        if not content:
            self.file.errors = [say(N_("Hãy chọn một bảng tính có dữ liệu."))]
        elif len(content) > MOST_BYTES:
            self.file.errors = [
                say(N_("Tệp lớn hơn %(most)s MB: hãy chia làm nhiều tệp.", most=_MOST_MB))
            ]
        else:
            return content
        return None


class ImportForm(UploadForm):
    """A spreadsheet, and the pictures that it names."""

    photos = FileField(_l("Ảnh sản phẩm (.zip)"), render_kw={"accept": ".zip"})
    shows_nobody = YesField(_l("Không ảnh nào thấy rõ mặt người"))

    def pictures(self) -> bytes | None:
        """The bytes of the .zip; None without one. Raises DomainError for what is none."""
        content = self.photos.data.read(photo_zip.MOST_BYTES + 1) if self.photos.data else b""
        if not content:
            return None
        photo_zip.open_photos(content)
        return content
