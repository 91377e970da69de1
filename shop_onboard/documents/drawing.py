"""Lays out documents that grow with what was typed, each in a process of its own with limits.

What ends the layout engine – nesting without end, a measure beyond all bounds, a table that never
fits – ends that process alone, and the work is refused with a sentence. The process is started
as `python -m shop_onboard.documents.drawing ITEMS < HTML > PDF`.
"""

import resource
import subprocess
import sys

from shop_onboard.documents.rendering import ROOT, html_to_pdf
from shop_onboard.errors import DomainError
from shop_onboard.values.text import N_

CPU_SECONDS = 30
MEMORY_BYTES = 1024**3
_ITEM_BYTES = 1024**2
_TOO_LARGE = 3
_SHOWN_CHARACTERS = 2_000


def draw(html: str, items: int = 0) -> bytes:
    """A PDF of the HTML, as `html_to_pdf` makes it.

    It may take 30 s of work and 1 GB, and half a second and a megabyte more for each of the
    `items` that it lists by right. Raises DomainError beyond that, RuntimeError when it fails.
    """
    made = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "shop_onboard.documents.drawing", str(items)],
        input=html.encode(),
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    # A signal is what ends a process at its limits.
    if made.returncode < 0 or made.returncode == _TOO_LARGE:
        raise DomainError(
            N_(
                "Tài liệu này dài hoặc phức tạp quá nên không tạo được."
                " Hãy chia nhỏ: ít sản phẩm hơn, hoặc khoảng ngày ngắn hơn."
            )
        )
    if made.returncode != 0:
        raise RuntimeError(made.stderr.decode(errors="replace")[-_SHOWN_CHARACTERS:])
    return made.stdout


def main(items: int) -> None:
    """Answer for the HTML on standard input."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory, seconds = MEMORY_BYTES + items * _ITEM_BYTES, CPU_SECONDS + items // 2
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    html = sys.stdin.buffer.read().decode()
    try:
        sys.stdout.buffer.write(html_to_pdf(html))
    except (MemoryError, RecursionError):
        sys.exit(_TOO_LARGE)


if __name__ == "__main__":
    main(int(sys.argv[1]))
