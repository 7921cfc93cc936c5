"""Sources behind URLs: a real S3 server, a real web server, and what is said when something is wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from quoth.errors import PathNotFoundError, ReadingError, SourceError
from quoth.reading.sources.finding import Found, find_sources, root_of

Keys = dict[str, bytes]


def _texts(where: str, **patterns: list[str]) -> Keys:
    return {found.doc_id: found.read(1000) for found in find_sources(where, **patterns)}


def _only(where: str) -> Found:
    (found,) = find_sources(where)
    return found


# --- a store in memory: what every driver has in common


@pytest.fixture
def memory() -> Iterator[Any]:
    """Return an empty store in memory."""
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]
    yield store
    store.store.clear()


def test_objects_are_found_below_a_url(memory: Any) -> None:
    """Objects must be named by their path below the URL, hidden ones passed over, patterns heeded."""
    for name in ("b.txt", "sub/deep/a.txt", ".git/config", "sub/~$x.docx", "drafts/d.txt", "c.pdf"):
        memory.pipe(f"/docs/{name}", b"words")
    assert list(_texts("memory://docs")) == ["b.txt", "c.pdf", "drafts/d.txt", "sub/deep/a.txt"]
    assert list(_texts("memory://docs", include=["*.txt"], exclude=["drafts"])) == ["b.txt", "sub/deep/a.txt"]


def test_object_says_where_it_is(memory: Any) -> None:
    """Address and root must be the URL's, in one spelling, and a single object its own root."""
    memory.pipe("/docs/a b.txt", b"words")
    found = _only("MEMORY://docs/")
    assert (found.uri, found.root, found.path, found.size) == ("memory://docs/a b.txt", "memory://docs", None, 5)
    assert root_of("memory://docs/") == found.root
    alone = _only("memory://docs/a b.txt")
    assert (alone.doc_id, alone.root) == ("a b.txt", alone.uri)


def test_object_that_is_too_large_is_refused(memory: Any) -> None:
    """The limit must hold for what the listing says, and for what comes."""
    memory.pipe("/docs/a.txt", b"x" * 2000)
    found = _only("memory://docs")
    with pytest.raises(ReadingError, match=r"2,000 bytes.*1,000.*QUOTH_READING__MAX_BYTES"):
        found.read(1000)
    memory.pipe("/docs/a.txt", b"x" * 4000)
    with pytest.raises(ReadingError, match="more than 3,000 bytes"):
        found.read(3000)


def test_object_that_vanished_is_refused(memory: Any) -> None:
    """An object deleted after it was found must be a reading error that keeps its text."""
    memory.pipe("/docs/a.txt", b"words")
    found = _only("memory://docs")
    memory.rm("/docs/a.txt")
    with pytest.raises(ReadingError, match="not there any more") as refused:
        found.read(1000)
    assert not refused.value.has_lost_its_text


class _Closed(MemoryFileSystem):  # type: ignore[misc] # fsspec has no types
    """A store in memory with a folder that it does not let us list."""

    protocol = "closed"
    store: ClassVar[dict[str, Any]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]
    find = fsspec.AbstractFileSystem.find  # folder by folder, as drivers of file servers do

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(super()._strip_protocol(path.replace("closed://", "memory://")))

    def ls(self, path: str, detail: bool = True, **options: Any) -> Any:  # noqa: FBT002 - the library's signature
        if path.rstrip("/").endswith("secret"):
            raise PermissionError(13, "Permission denied")
        return super().ls(path, detail=detail, **options)


def test_folder_that_is_closed_is_found_and_cannot_be_read() -> None:
    """What is in a closed folder, however deep, is unknown, not gone: the folder must be listed, and say why."""
    fsspec.register_implementation("closed", _Closed, clobber=True)
    store = fsspec.filesystem("closed")
    for name in ("a.txt", "x/y/secret/b.txt", "x/y/c.txt", ".hidden/secret/d.txt"):
        store.pipe(f"/docs/{name}", b"words")
    found = find_sources("closed://docs", ["*.txt"])
    assert [item.doc_id for item in found] == ["a.txt", "x/y/c.txt", "x/y/secret/"]
    with pytest.raises(ReadingError, match="cannot be listed: Permission denied"):
        found[2].read(1000)


def test_url_where_nothing_is_is_an_error(memory: Any) -> None:
    """Nothing at the URL must be an error that names it."""
    assert memory.ls("/") == []
    with pytest.raises(PathNotFoundError, match="memory://nowhere"):
        find_sources("memory://nowhere")


@pytest.mark.parametrize("url", ["nosuch://a", "zip://a.txt::file:///x.zip", "zip://a.txt", "simplecache://a"])
def test_url_that_cannot_be_listed_is_an_error(url: str) -> None:
    """Kinds of URL that nothing reads, or that stand for no place of their own, must be one clear error."""
    with pytest.raises(SourceError, match=url.split(":", maxsplit=1)[0]):
        find_sources(url)


@pytest.mark.skipif(find_spec("paramiko") is not None, reason="the driver's package is installed")
def test_missing_driver_is_named_with_its_package() -> None:
    """The error must say which package to install, and must not repeat the password."""
    with pytest.raises(SourceError, match=r"sftp://host/docs .*`pip install paramiko`") as missing:
        find_sources("sftp://me:secret@host/docs")
    assert "secret" not in str(missing.value)


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("s3://bucket/docs/", "s3://bucket/docs"),
        ("sftp://me:secret@host/docs", "sftp://host/docs"),
        ("abfs://container@account.example/docs", "abfs://container@account.example/docs"),
        ("https://token@host/a.html#part", "https://host/a.html"),
        ("https://me:se:cr@et@host/?id=5", "https://host/?id=5"),
        ("https://host/a.pdf?id=5&X-Amz-Signature=ab&X-Amz-Date=1&sig=cd&design=2", "https://host/a.pdf?id=5&design=2"),
        ("https://host/a.pdf?access_token=ab", "https://host/a.pdf"),
        ("s3://bucket/a:b@c.txt", "s3://bucket/a:b@c.txt"),
    ],
)
def test_root_holds_no_credentials(url: str, root: str) -> None:
    """What is stored and shown of a URL must open no door, and must still tell places apart."""
    assert root_of(url) == root


# --- S3


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    """Return the address of an S3 server of our own on this machine."""
    pytest.importorskip("s3fs", reason="the S3 driver is not installed")
    server_module = pytest.importorskip("moto.server", reason="the S3 server for tests is not installed")
    server = server_module.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def s3(s3_address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Return a client of the server with an empty bucket `quoth`; credentials stand in the environment only."""
    import boto3

    for name, value in (
        ("AWS_ENDPOINT_URL", s3_address),
        ("AWS_ACCESS_KEY_ID", "test-id"),
        ("AWS_SECRET_ACCESS_KEY", "test-secret"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_CONFIG_FILE", str(tmp_path / "none")),
        ("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none")),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_MAX_ATTEMPTS", "1"),
    ):
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="quoth")
    yield client
    for item in client.list_objects_v2(Bucket="quoth").get("Contents", ()):
        client.delete_object(Bucket="quoth", Key=item["Key"])
    client.delete_bucket(Bucket="quoth")
    client.close()


def _put(s3: Any, keys: Keys) -> None:
    for key, data in keys.items():
        s3.put_object(Bucket="quoth", Key=key, Body=data)


def test_s3_objects_are_found_and_read(s3: Any) -> None:
    """Nested keys, odd names and an empty object must be read; folder marks and hidden keys must not."""
    keys = {"docs/a.txt": b"a", "docs/x/y/a b#1 é::.txt": b"b", "docs/empty.txt": b"", "docs/big.bin": b"x" * 1000}
    _put(s3, {**keys, "docs/x/": b"", "docs/.hidden": b"h", "docs-other/c.txt": b"c"})
    assert _texts("s3://quoth/docs/") == {key.removeprefix("docs/"): data for key, data in sorted(keys.items())}
    assert "docs-other/c.txt" in _texts("s3://quoth")


def test_s3_objects_are_read_by_several_threads(s3: Any) -> None:
    """Objects read at the same time must each have their own bytes."""
    keys = {f"{number}.txt": str(number).encode() * 100 for number in range(40)}
    _put(s3, keys)
    with ThreadPoolExecutor(8) as pool:
        read = pool.map(lambda found: (found.doc_id, found.read(1000)), find_sources("s3://quoth"))
    assert dict(read) == keys


def test_s3_single_object_is_found(s3: Any) -> None:
    """A key named alone must be one source, called by its last part."""
    _put(s3, {"docs/a.txt": b"words"})
    found = _only("s3://quoth/docs/a.txt")
    assert (found.doc_id, found.uri, found.root, found.read(9)) == ("a.txt", found.root, "s3://quoth/docs/a.txt", b"words")


def test_s3_changes_are_seen_at_the_next_listing(s3: Any) -> None:
    """A changed object must have another stamp, an object written again with the same bytes the same, a deleted one none."""
    _put(s3, {"a.txt": b"one", "b.txt": b"same", "c.txt": b"gone"})
    first = {found.doc_id: found.stamp for found in find_sources("s3://quoth")}
    _put(s3, {"a.txt": b"two", "b.txt": b"same"})
    s3.delete_object(Bucket="quoth", Key="c.txt")
    second = {found.doc_id: found.stamp for found in find_sources("s3://quoth")}
    assert list(second) == ["a.txt", "b.txt"]
    assert second["b.txt"] == first["b.txt"] != ""
    assert second["a.txt"] != first["a.txt"]
    assert _texts("s3://quoth")["a.txt"] == b"two"


def test_s3_object_deleted_after_listing_is_refused(s3: Any) -> None:
    """Reading an object that is gone must be a reading error."""
    _put(s3, {"a.txt": b"one"})
    found = _only("s3://quoth")
    s3.delete_object(Bucket="quoth", Key="a.txt")
    with pytest.raises(ReadingError, match="not there any more"):
        found.read(1000)


@pytest.mark.parametrize("url", ["s3://no-such-bucket", "s3://no-such-bucket/docs", "s3://quoth/no/such/folder"])
def test_s3_place_that_is_missing_is_an_error(s3: Any, url: str) -> None:
    """A bucket or folder that is not there must be an error that names it."""
    _put(s3, {"docs/a.txt": b"a"})
    with pytest.raises(PathNotFoundError, match=url):
        find_sources(url)


def test_s3_wrong_credentials_are_an_error_without_them(s3: Any, s3_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that refuses us must be one clear error, which repeats neither key."""
    import httpx

    _put(s3, {"docs/a.txt": b"a"})
    httpx.post(f"{s3_address}/moto-api/reset-auth", content=b"0").raise_for_status()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "WRONG-ID")
    try:
        with pytest.raises(SourceError, match=r"s3://quoth/docs cannot be used: .+credentials in the environment") as refused:
            find_sources("s3://quoth/docs")
    finally:
        httpx.post(f"{s3_address}/moto-api/reset-auth", content=b"inf").raise_for_status()
    assert "WRONG-ID" not in str(refused.value)
    assert "test-secret" not in str(refused.value)


def test_s3_missing_credentials_are_an_error(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without credentials in the environment the error must say so."""
    _put(s3, {"docs/a.txt": b"a"})
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(SourceError, match="credentials"):
        find_sources("s3://quoth/docs")


def test_s3_server_that_is_down_is_an_error(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not answer must be an error, not a wait without end."""
    assert s3.list_buckets()["Buckets"]
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(SourceError, match="127.0.0.1:9"):
        find_sources("s3://quoth/docs")


# --- the web


class _Flood(BaseHTTPRequestHandler):
    """Promises little and sends without end; asks for a password elsewhere."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.send_error(405)

    def do_GET(self) -> None:
        if self.path.startswith("/closed"):
            self.send_error(401)
            return
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    """Return a function that starts a web server on this machine and returns its address."""
    pytest.importorskip("aiohttp", reason="the web driver is not installed")
    servers: list[ThreadingHTTPServer] = []

    def start(handler: Any) -> str:
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_web_page_is_one_source(serve: Callable[[Any], str], tmp_path: Path) -> None:
    """A page must be read by itself, its links left alone, its stamp changing with it."""
    page = tmp_path / "a page.html"
    page.write_text('<a href="other.html">other</a>')
    address = serve(partial(_Quiet, directory=str(tmp_path)))
    found = _only(f"http://{address}/a%20page.html")
    assert (found.doc_id, found.uri, found.size) == ("a page.html", f"http://{address}/a%20page.html", 30)
    assert found.read(1000) == page.read_bytes()
    assert found == _only(found.uri)
    page.write_text("other")
    assert _only(found.uri).stamp != found.stamp


def test_web_page_that_is_missing_is_an_error(serve: Callable[[Any], str], tmp_path: Path) -> None:
    """A page that is not there must be told apart from a server that is not there."""
    address = serve(partial(_Quiet, directory=str(tmp_path)))
    with pytest.raises(PathNotFoundError, match="nowhere.html"):
        find_sources(f"http://{address}/nowhere.html")
    with pytest.raises(SourceError, match="127.0.0.1:9"):
        find_sources("http://127.0.0.1:9/a.html")


def test_web_page_without_end_is_cut_off(serve: Callable[[Any], str]) -> None:
    """A server that names no size and sends for ever must be refused at the limit."""
    found = _only(f"http://{serve(_Flood)}/flood.txt")
    assert (found.size, found.stamp) == (0, "")
    started = time.monotonic()
    with pytest.raises(ReadingError, match="more than 1,000,000 bytes"):
        found.read(1_000_000)
    assert time.monotonic() - started < 10


def test_web_page_that_is_closed_is_an_error_without_credentials(serve: Callable[[Any], str]) -> None:
    """The error must give the server's reason and none of what was in the URL to open the door."""
    with pytest.raises(SourceError, match="401") as refused:
        find_sources(f"http://me:secret@{serve(_Flood)}/closed.html?token=abcdef")
    assert "secret" not in str(refused.value)
    assert "abcdef" not in str(refused.value)
