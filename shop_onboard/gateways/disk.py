"""How much room is left."""

import shutil
from pathlib import Path

# Below this a database, a backup or a sheet of labels may no longer be written whole.
NEEDED_BYTES = 500 * 1024 * 1024


def free_bytes(folder: str) -> int:
    """Bytes that may still be written where this folder lies."""
    return shutil.disk_usage(Path(folder)).free
