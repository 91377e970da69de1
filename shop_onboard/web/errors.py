"""Expected refusals and broken requests as pages, in one place."""

import logging
from typing import Any
from urllib.parse import quote

from flask import Flask, g, render_template, request
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from shop_onboard.errors import Conflict, DomainError, Forbidden, Gone, NotFound
from shop_onboard.extensions import db
from shop_onboard.queries.accounts import ATTEMPT_WINDOW
from shop_onboard.services.accounts import TooManyAttempts
from shop_onboard.values.text import N_, Message
from shop_onboard.web.held import typed

log = logging.getLogger(__name__)

_WORDS: dict[int, tuple[Message, Message]] = {
    400: (N_("Yêu cầu chưa đúng"), N_("Hãy quay lại trang trước và thử lại.")),
    401: (
        N_("Đã hết phiên đăng nhập"),
        N_(
            "Những gì bạn vừa gõ còn nguyên ở đây. Hãy đăng nhập ở thẻ mới, rồi về lại trang này "
            "bấm «Gửi lại»."
        ),
    ),
    403: (
        N_("Bạn không có quyền làm việc này"),
        N_("Hãy nhờ cán bộ Đoàn phụ trách nếu bạn cần làm việc này."),
    ),
    404: (N_("Không tìm thấy trang này"), N_("Trang không có, hoặc không thuộc địa bàn của bạn.")),
    405: (N_("Cách mở trang chưa đúng"), N_("Hãy mở lại từ trang chủ.")),
    409: (N_("Có người vừa sửa trước bạn"), N_("Hãy tải lại trang để xem bản mới nhất.")),
    410: (
        N_("Trang này không còn nữa"),
        N_("Hồ sơ ở địa chỉ này đã được đưa ra khỏi Lên Sàn."),
    ),
    413: (N_("Tệp quá lớn"), N_("Tệp gửi lên phải nhỏ hơn 32 MB.")),
    422: (N_("Chưa làm được việc này"), N_("Hãy xem lại thông tin và thử lại.")),
    429: (N_("Thử quá nhiều lần"), N_("Hãy đợi ít phút rồi thử lại.")),
    500: (
        N_("Máy chủ gặp lỗi"),
        N_("Lỗi đã được ghi lại. Việc vừa gửi chưa được lưu; hãy thử lại sau ít phút."),
    ),
    503: (N_("Máy chủ đang bận"), N_("Việc vừa gửi chưa được lưu. Hãy thử lại sau ít phút.")),
}
_STATUS: list[tuple[type[DomainError], int]] = [
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (Gone, 410),
    (TooManyAttempts, 429),
]


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _double)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal; 422 unless it is a special kind."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 422)


def error_page(
    status: int, detail: Message | None = None, held: list[tuple[str, str]] | None = None
) -> tuple[str, int]:
    """The page of a status, with the refusal's own sentence when there is one.

    What is `held` of the form just sent can be sent again from the page.
    """
    title, default = _WORDS.get(status, _WORDS[400 if status < 500 else 500])
    page = render_template(
        "errors/error.html",
        heading=title,
        detail=detail or default,
        held=held or [],
        has_files=bool(held) and any(file.filename for file in request.files.values()),
        is_signed_out=status == 401,
        lot=request.args.get("lot", "") if status == 422 else "",
    )
    return page, status


def _domain_error(error: DomainError) -> Any:
    db.session.rollback()
    page, status = error_page(status_of(error), error.message)
    wait_s = int(ATTEMPT_WINDOW.total_seconds())
    return page, status, {"Retry-After": str(wait_s)} if status == 429 else {}


def _csrf_error(_error: CSRFError) -> Any:
    db.session.rollback()
    held = typed()
    if held:
        return error_page(
            400,
            N_(
                "Biểu mẫu đã mở quá lâu nên chưa gửi được. Những gì bạn vừa gõ còn nguyên ở đây: "
                "bấm «Gửi lại» là xong, không phải gõ lại."
            ),
            held,
        )
    return error_page(
        400,
        N_(
            "Biểu mẫu đã mở quá lâu nên không gửi được. Hãy quay lại, tải lại trang rồi gửi lại: "
            "những gì đã gõ vẫn còn khi bấm nút Quay lại."
        ),
    )


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    db.session.rollback()
    page, status = error_page(error.code, held=typed() if error.code == 401 else None)
    retry = getattr(error, "retry_after", None)
    return page, status, {"Retry-After": str(retry)} if retry else {}


def _double(error: IntegrityError) -> Any:
    """Two requests that both looked before either had written."""
    db.session.rollback()
    log.warning("refused by the database at %s: %s", _where(), _one_line(error.orig))
    return error_page(409, N_("Bản ghi này vừa được lưu rồi. Hãy mở danh sách để xem."))


def _stale(_error: StaleDataError) -> Any:
    db.session.rollback()
    return error_page(409)


def _database_busy(error: OperationalError) -> Any:
    db.session.rollback()
    # The page must not ask the database who is reading it: that would fail a second time.
    g._login_user = AnonymousUserMixin()
    log.error("database refused %s: %s", _where(), _one_line(error.orig))
    page, status = error_page(503)
    return page, status, {"Retry-After": "5"}


def _unexpected(error: Exception) -> Any:
    db.session.rollback()
    log.error("unexpected failure at %s", _where(), exc_info=error)
    return error_page(500)


def _where() -> str:
    """The request as one line of the log: a line break in an address must not begin another."""
    return f"{request.method} {quote(request.path)}"


def _one_line(detail: object) -> str:
    return " ".join(str(detail).split())
