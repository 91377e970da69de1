import hashlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop_onboard.gateways.storage import FileLostError, StorageUnavailableError, open_storage

LABELS = "tem truy xuất".encode()
UNKNOWN_KEY = "0" * 64


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_listening(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the server ended"
        time.sleep(0.05)
    raise AssertionError("the server does not listen")


@pytest.fixture(scope="module")
def s3_url(tmp_path_factory) -> Iterator[str]:
    """rclone's S3 server on a folder; it checks signatures as Amazon does."""
    rclone = shutil.which("rclone", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert rclone, "rclone comes with requirements/test.txt"
    folder, port = tmp_path_factory.mktemp("buckets"), free_port()
    command = [rclone, "--config", "/dev/null", "serve", "s3", "--addr", f"127.0.0.1:{port}"]
    command += ["--auth-key", "khoa-mau,bi/mat+mau", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        wait_until_listening(port, server)
        boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id="khoa-mau",
            aws_secret_access_key="bi/mat+mau",
            region_name="us-east-1",
        ).create_bucket(Bucket="len-san")
        yield f"s3://khoa-mau:bi%2Fmat%2Bmau@len-san/tep?endpoint=http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path):
    if request.param == "folder":
        return open_storage(f"file://{tmp_path}/kho")
    stored = open_storage(request.getfixturevalue("s3_url"))
    for entry in list(stored.entries()):
        stored.delete(entry.key)
    return stored


def test_what_is_put_is_found_under_its_hash(store):
    key = store.put(LABELS)
    assert key == hashlib.sha256(LABELS).hexdigest()
    assert store.exists(key)
    assert store.get(key) == LABELS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(content=st.binary(max_size=5_000))
def test_any_bytes_come_back_as_they_went(store, content):
    assert store.get(store.put(content)) == content


def test_the_same_content_is_kept_once(store):
    store.put(LABELS)
    store.put(LABELS)
    assert [(entry.size_bytes) for entry in store.entries()] == [len(LABELS)]


def test_an_entry_says_when_it_was_put(store):
    before = datetime.now(UTC)
    key = store.put(LABELS)
    (entry,) = store.entries()
    assert entry.key == key
    assert abs(entry.stored_at - before) < timedelta(minutes=1)


def test_a_deleted_file_is_gone_and_may_be_deleted_again(store):
    key = store.put(LABELS)
    store.delete(key)
    store.delete(key)
    assert not store.exists(key)
    assert list(store.entries()) == []
    with pytest.raises(FileLostError, match="Không còn đọc được"):
        store.get(key)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "0" * 63, f"{UNKNOWN_KEY}\n"])
def test_a_path_is_never_a_key(store, key):
    for method in (store.get, store.exists, store.delete):
        with pytest.raises(ValueError, match="not a key"):
            method(key)


def test_many_may_put_the_same_file_at_once(store):
    content = os.urandom(300_000)
    writers = [threading.Thread(target=store.put, args=(content,)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    (entry,) = store.entries()
    assert store.get(entry.key) == content


def test_a_second_store_at_the_same_place_sees_the_files(tmp_path):
    key = open_storage(str(tmp_path)).put(LABELS)
    assert open_storage(f"file://{tmp_path}").get(key) == LABELS


def test_putting_again_renews_the_age_so_that_a_sweeper_spares_the_file(tmp_path):
    store = open_storage(str(tmp_path))
    key = store.put(LABELS)
    last_week = time.time() - 7 * 86_400
    os.utime(next(tmp_path.glob(f"??/??/{key}")), (last_week, last_week))
    (old,) = store.entries()
    store.put(LABELS)
    (renewed,) = store.entries()
    assert renewed.stored_at - old.stored_at > timedelta(days=6)


def test_a_damaged_file_is_told_apart_and_healed_by_putting_it_again(tmp_path):
    store = open_storage(str(tmp_path))
    key = store.put(LABELS)
    next(tmp_path.glob(f"??/??/{key}")).write_bytes(LABELS[:5])
    with pytest.raises(FileLostError):
        store.get(key)
    store.put(LABELS)
    assert store.get(key) == LABELS


def test_a_killed_writer_leaves_no_file_and_its_draft_goes_after_a_day(tmp_path):
    store = open_storage(str(tmp_path))
    draft = tmp_path / "drafts" / "tmp-left"
    draft.write_bytes(LABELS)
    assert list(store.entries()) == []
    open_storage(str(tmp_path))
    assert draft.exists()
    long_ago = time.time() - 2 * 86_400
    os.utime(draft, (long_ago, long_ago))
    open_storage(str(tmp_path))
    assert not draft.exists()


def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing(tmp_path):
    # A limit on file size stands for a full disk: the write fails half-way with an OSError.
    script = (
        "import resource, signal, sys\n"
        "from shop_onboard.gateways.storage import StorageUnavailableError, open_storage\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "store = open_storage(sys.argv[1])\n"
        "try:\n"
        "    store.put(b'x' * 5000)\n"
        "except StorageUnavailableError as error:\n"
        "    sys.stdout.buffer.write(str(error).encode())\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, str(tmp_path)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert "Kho tệp đang đầy" in done.stdout.decode()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_place_that_cannot_be_a_folder_is_said_in_a_sentence(tmp_path):
    (tmp_path / "kho").write_text("một tệp")
    with pytest.raises(StorageUnavailableError):
        open_storage(str(tmp_path / "kho"))


def test_files_of_others_in_the_bucket_are_not_entries(s3_url):
    inside, beside = open_storage(s3_url), open_storage(s3_url.replace("/tep?", "/khac?"))
    key = beside.put(b"khac")
    assert key not in {entry.key for entry in inside.entries()}
    assert beside.get(key) == b"khac"


def test_a_wrong_secret_and_a_silent_server_are_an_unavailable_store(s3_url):
    for url in (s3_url.replace("mau@", "sai@"), f"s3://a:b@len-san?endpoint=http://127.0.0.1:{9}"):
        store = open_storage(url)
        with pytest.raises(StorageUnavailableError):
            store.put(LABELS)
        with pytest.raises(StorageUnavailableError):
            list(store.entries())


@pytest.mark.parametrize("url", ["ftp://kho.example/tep", "s3:///tep"])
def test_an_address_of_no_known_store_stops_the_start(url):
    with pytest.raises(ValueError, match="STORAGE_URL"):
        open_storage(url)
