"""The payment code of a sample order: looks like one, says on its face that it is none."""

from collections.abc import Sequence
from html import escape

from shop_onboard.documents.qr_batch import QUIET_MODULES, qr_matrix
from shop_onboard.documents.qr_svg import qr_svg
from shop_onboard.values import palette


def overprinted_svg(text: str, lines: Sequence[str], label: str) -> str:
    """The code of `text` with `lines` printed across it, read out as `label`.

    `text` must not be payable: a scanner may still read it below the print. Presentation
    attributes only, as in `qr_svg`.
    """
    side = len(qr_matrix(text)) + 2 * QUIET_MODULES
    # Letters of this size let the longest line keep within the code.
    size = min(side / 9, side / (0.72 * max(len(line) for line in lines)))
    height = size * (1.25 * len(lines) + 0.6)
    top = (side - height) / 2
    band = (
        f'<rect x="0" y="{top:.2f}" width="{side}" height="{height:.2f}" fill="#fff" '
        f'stroke="{palette.BAD}" stroke-width="0.5"/>'
    )
    words = "".join(
        f'<text x="{side / 2}" y="{top + size * (1.25 * number + 1.25):.2f}" fill="{palette.BAD}" '
        f'font-family="sans-serif" font-weight="bold" font-size="{size:.2f}" '
        f'text-anchor="middle">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return qr_svg(text, label).removesuffix("</svg>") + band + words + "</svg>"
