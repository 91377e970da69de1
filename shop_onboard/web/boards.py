"""The public board of a programme."""

from time import monotonic
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template

from shop_onboard.queries import boards as queries
from shop_onboard.web.access import public
from shop_onboard.web.campaigns import channel_picture, target_picture
from shop_onboard.web.language import chosen

bp = Blueprint("boards", __name__, url_prefix="/board")

KEPT_SECONDS = 60


@bp.get("/<campaign>")
@public
def show(campaign: str) -> Response:
    board = kept_board(campaign)
    page = render_template(
        "boards/show.html",
        board=board,
        target_chart=target_picture(board.summary.total.mass_g, board.target_mass_g),
        channel_chart=channel_picture(board.summary.by_channel),
    )
    response = make_response(page)
    # The page holds its reader's language and form key, so it is for this browser alone.
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


def kept_board(code: str) -> queries.Board:
    """The figures, read at most once a minute: a link shared widely must not sum all day."""
    held: dict[Any, tuple[float, Any]] = current_app.extensions.setdefault("boards", {})
    key = code, chosen()
    if key in held and monotonic() - held[key][0] < KEPT_SECONDS:
        return held[key][1]
    board = queries.board(code, chosen())
    held[board.code, chosen()] = (monotonic(), board)
    return board
