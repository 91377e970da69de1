"""The same labels made by `blabel`, one a page as is its way, with its own codes."""

import sys
from pathlib import Path

import blabel

from benchmarks import label_texts, timed_child

_FONTS = (Path(__file__).resolve().parents[1] / "static" / "vendor" / "fonts").as_uri()
_TEMPLATE = """
<div class="words"><p class="name">{{ product }}</p><p>{{ producer }}</p>
<p>Mã lô {{ lot }}</p><p>Quy cách {{ pack }}</p><p>Thu hoạch {{ harvested }}</p>
<p>Đóng gói {{ packed }}</p><p>HSD {{ expires }}</p></div>
<div class="code"><img src="{{ label_tools.qr_code(address) }}"/><p>{{ number }}</p>
<p>{{ domain }}</p></div>
"""
_STYLE = f"""
@font-face {{ font-family: "Be Vietnam Pro"; src: url("{_FONTS}/BeVietnamPro-Regular.ttf"); }}
@font-face {{ font-family: "Be Vietnam Pro"; font-weight: 700;
  src: url("{_FONTS}/BeVietnamPro-Bold.ttf"); }}
@page {{ size: 70mm 37mm; }}
.print-area {{ width: 70mm; height: 37mm; }}
p {{ margin: 0; font-family: "Be Vietnam Pro"; font-size: 6.3pt; }}
.name {{ font-size: 10pt; font-weight: 700; }}
.words {{ position: absolute; left: 4.6mm; top: 3.8mm; width: 37mm; }}
.code {{ position: absolute; left: 42mm; top: 1.6mm; width: 26.5mm; text-align: center; }}
img {{ width: 26.5mm; image-rendering: pixelated; }}
"""


def make(count: int, file: Path) -> None:
    """Write `count` pages of one label each."""
    style = file.with_suffix(".css")
    style.write_text(_STYLE)
    writer = blabel.LabelWriter(item_template=_TEMPLATE, default_stylesheets=(str(style),))
    common = {
        "product": label_texts.PRODUCT,
        "producer": label_texts.PRODUCER,
        "lot": label_texts.LOT,
        "pack": label_texts.PACK,
        "harvested": f"{label_texts.HARVESTED:%d/%m/%Y}",
        "packed": f"{label_texts.PACKED:%d/%m/%Y}",
        "expires": f"{label_texts.EXPIRES:%d/%m/%Y}",
        "domain": label_texts.DOMAIN,
    }
    records = [
        {**common, "address": address, "number": number}
        for address, number in label_texts.codes(count)
    ]
    writer.write_labels(records, target=str(file))


if __name__ == "__main__":
    timed_child.main(make, sys.argv[1:])
