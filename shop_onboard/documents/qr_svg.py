"""One QR code as a picture for pages and documents, with its quiet zone of four modules."""

import base64
import io
from html import escape

import numpy as np
from PIL import Image

from shop_onboard.documents.qr_batch import QUIET_MODULES, Modules, qr_matrix


def qr_svg(text: str, label: str = "") -> str:
    """An `<svg>` of one path, black on white, sized by whoever places it.

    Presentation attributes only, so that a strict content policy lets it through. `label` is
    read out in place of the picture; without it the picture is hidden from screen readers.
    Raises ValueError if the text is longer than a code holds.
    """
    modules = qr_matrix(text)
    side = len(modules) + 2 * QUIET_MODULES
    name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" {name} '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="#000" d="{_path(modules)}"/></svg>'
    )


def qr_png(text: str, module_px: int) -> bytes:
    """A PNG of one bit a pixel; each module is `module_px` pixels wide.

    Raises ValueError if the text is longer than a code holds.
    """
    light = np.pad(~qr_matrix(text), QUIET_MODULES, constant_values=True)
    pixels = light.repeat(module_px, axis=0).repeat(module_px, axis=1)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", optimize=True)
    return file.getvalue()


def qr_png_uri(text: str, module_px: int) -> str:
    """`qr_png` as a `data:` address, which documents may open."""
    return "data:image/png;base64," + base64.b64encode(qr_png(text, module_px)).decode()


def _path(modules: Modules) -> str:
    """Each run of dark modules in a row as one closed rectangle."""
    parts: list[str] = []
    for row, line in enumerate(modules):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], line, [False])).astype(np.int8)))
        for start, end in edges.reshape(-1, 2).tolist():
            x, y, width = start + QUIET_MODULES, row + QUIET_MODULES, end - start
            parts.append(f"M{x} {y}h{width}v1h-{width}z")
    return "".join(parts)
