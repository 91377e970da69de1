"""The benchmark's labels made by this program."""

import sys
from pathlib import Path

from babel.support import NullTranslations

from benchmarks import label_texts, timed_child
from shop_onboard.documents import labels
from shop_onboard.values.label_stock import get_label_stock


def make(count: int, file: Path) -> None:
    """Write a sheet of `count` labels on the default stock."""
    sheet = labels.LabelSheet(
        stock=get_label_stock(),
        lang="vi",
        product_name=label_texts.PRODUCT,
        producer_name=label_texts.PRODUCER,
        lot_code=label_texts.LOT,
        net_mass=label_texts.PACK,
        address=label_texts.ADDRESS,
        harvested_on=label_texts.HARVESTED,
        packed_on=label_texts.PACKED,
        expires_on=label_texts.EXPIRES,
        is_sample=False,
        is_trial=False,
        labels=tuple(
            labels.Label(*code, serial) for serial, code in enumerate(label_texts.codes(count), 1)
        ),
    )
    file.write_bytes(labels.build(sheet, NullTranslations()))


if __name__ == "__main__":
    timed_child.main(make, sys.argv[1:])
