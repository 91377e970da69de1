"""Lays out documents that grow with what was typed, each in a process of its own with limits.

What ends the layout engine – nesting without end, a measure beyond all bounds, a table that never
fits – ends that process alone, and the work is refused with a sentence. The process is started
as `python -m shop_onboard.documents.drawing < HTML > PDF`.
"""

import resource
import subprocess
import sys

from shop_onboard.documents.rendering import ROOT, html_to_pdf
from shop_onboard.errors import DomainError
from shop_onboard.values.text import N_

CPU_SECONDS = 30
MEMORY_BYTES = 1024**3
_TOO_LARGE = 3
_SHOWN_CHARACTERS = 2_000


def draw(html: str) -> bytes:
    """A PDF of the HTML, as `html_to_pdf` makes it.

    Raises DomainError when that takes more than 30 s of work or 1 GB, RuntimeError when it fails.
    """
    made = subprocess.run(
        [sys.executable, "-m", "shop_onboard.documents.drawing"],
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


def main() -> None:
    """Answer for the HTML on standard input."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    html = sys.stdin.buffer.read().decode()
    try:
        sys.stdout.buffer.write(html_to_pdf(html))
    except (MemoryError, RecursionError):
        sys.exit(_TOO_LARGE)


if __name__ == "__main__":
    main()
