"""A store in a bucket of S3 or of any server that speaks its protocol."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from shop_onboard.gateways.storage import (
    FileLostError,
    StorageUnavailableError,
    StoredFile,
    checked_content,
    checked_key,
    key_of,
)

_GONE = {"NoSuchKey", "404", "NotFound"}
_CONNECT_TIMEOUT_S = 5
_READ_TIMEOUT_S = 30


class S3Storage:
    """Objects `<prefix>/ab/cd/<key>` of one bucket; see `storage.Storage` for each method."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""

    @classmethod
    def at(cls, url: str) -> "S3Storage":
        """The bucket that a STORAGE_URL names; nothing is asked of the server yet."""
        parts = urlsplit(url)
        if not parts.hostname:
            raise ValueError("STORAGE_URL: s3:// needs a bucket")
        options = parse_qs(parts.query)
        endpoint = options.get("endpoint", [None])[0]
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=options.get("region", ["us-east-1"])[0],
            aws_access_key_id=unquote(parts.username) if parts.username else None,
            aws_secret_access_key=unquote(parts.password) if parts.password else None,
            config=Config(
                connect_timeout=_CONNECT_TIMEOUT_S,
                read_timeout=_READ_TIMEOUT_S,
                retries={"mode": "standard", "max_attempts": 3},
                # Other servers know neither buckets as host names nor the newer checksums.
                s3={"addressing_style": "path" if endpoint else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
        return cls(client, parts.hostname, parts.path.strip("/"))

    def put(self, content: bytes) -> str:
        """See Storage.put."""
        key = key_of(content)
        with _as_unavailable():
            self._client.put_object(Bucket=self._bucket, Key=self._name(key), Body=content)
        return key

    def get(self, key: str) -> bytes:
        """See Storage.get."""
        with _as_unavailable():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=self._name(key))
                content = answer["Body"].read()
            except ClientError as error:
                if _code(error) in _GONE:
                    raise FileLostError(key) from error
                raise
        return checked_content(key, content)

    def exists(self, key: str) -> bool:
        """See Storage.exists."""
        with _as_unavailable():
            try:
                self._client.head_object(Bucket=self._bucket, Key=self._name(key))
            except ClientError as error:
                if _code(error) in _GONE:
                    return False
                raise
        return True

    def delete(self, key: str) -> None:
        """See Storage.delete."""
        with _as_unavailable():
            self._client.delete_object(Bucket=self._bucket, Key=self._name(key))

    def entries(self) -> Iterator[StoredFile]:
        """See Storage.entries."""
        pages = self._client.get_paginator("list_objects_v2")
        with _as_unavailable():
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for item in page.get("Contents", []):
                    key = item["Key"].rpartition("/")[2]
                    if item["Key"] == self._prefix + f"{key[:2]}/{key[2:4]}/{key}":
                        yield StoredFile(key, item["LastModified"], item["Size"])

    def _name(self, key: str) -> str:
        return f"{self._prefix}{checked_key(key)[:2]}/{key[2:4]}/{key}"


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _as_unavailable() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StorageUnavailableError from error
