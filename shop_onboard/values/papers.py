"""Papers that people send in: where one lies and what it is called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StoredPaper:
    """A file that already lies in storage under its hash."""

    storage_key: str
    file_name: str
    media_type: str
