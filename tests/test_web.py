"""Web addresses are read in bounded time and size, and only public ones unless told otherwise."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from summarize.documents import Skipped
from summarize.reading import read, web

pytestmark = pytest.mark.enable_socket

PAGE = """<!doctype html><html><head><title>New lighthouse</title></head><body><article>
<h1>New lighthouse</h1><p>The café town opened a new lighthouse in its harbour on Monday.</p>
<p>It is white, thirty metres high and can be seen from the old bridge.</p></article></body></html>
"""
asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""

    def answer(self, body: bytes, kind: str = "text/html", status: int = 200, **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        asked.append(self.path)
        try:
            self.give(self.path)
        except OSError:
            self.close_connection = True  # the reader has had enough

    def give(self, path: str) -> None:
        if path == "/page":
            self.answer(PAGE.encode("cp1252"), "text/html; charset=windows-1252")
        elif path == "/zipped":
            self.answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip")
        elif path == "/bomb":
            self.answer(gzip.compress(b"a" * 40 * 2**20), "text/plain", Content_Encoding="gzip")
        elif path == "/flood":
            self.answer(b"")
            while True:
                self.wfile.write(b"a" * 2**16)
        elif path == "/drip":
            self.answer(b"")
            while not stopped.wait(0.05):
                self.wfile.write(b"a")
        elif path == "/moved":
            self.answer(b"", status=302, Location="/page")
        elif path == "/loop":
            self.answer(b"", status=302, Location="/loop")
        elif path == "/file":
            self.answer(b"", status=302, Location="file:///etc/hostname")
        elif path == "/image":
            self.answer(b"\x89PNG", "image/png")
        elif path == "/short":
            self.answer(b"half", Content_Length="100")
        elif path == "/once" and asked.count("/once") == 1:
            self.answer(b"", status=503)
        elif path == "/once":
            self.answer(b"The lighthouse opened.", "text/plain")
        else:
            self.answer(b"", status=500 if path == "/broken" else 404)


stopped = threading.Event()


@pytest.fixture
def site() -> Iterator[str]:
    asked.clear()
    stopped.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    stopped.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_pages_are_read_in_the_order_given(site: str) -> None:
    names = [f"{site}/{name}" for name in ("page", "zipped", "moved", "page")]
    corpus = read(*names, allow_private=True)
    assert [document.url for document in corpus] == names[:3]
    assert [document.id for document in corpus] == names[:3]
    assert {document.title for document in corpus} == {"New lighthouse"}
    assert all("The café town opened" in document.text for document in corpus)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("none", "the server answered 404"),
        ("broken", "the server answered 500"),
        ("image", "not a text: image/png"),
        ("loop", "more than 5 redirects"),
        ("file", "only http and https addresses are read"),
        ("flood", "larger than 10 MB"),
        ("bomb", "larger than 10 MB"),
        ("short", "the connection ended too early"),
    ],
)
def test_a_page_that_fails_is_skipped(site: str, path: str, reason: str) -> None:
    corpus = read(f"{site}/{path}", f"{site}/page", allow_private=True)
    assert [document.url for document in corpus] == [f"{site}/page"]
    assert corpus.skipped == (Skipped(f"{site}/{path}", reason),)


def test_a_server_that_never_ends(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_SECONDS", 0.5)
    assert read(f"{site}/drip", allow_private=True).skipped == (
        Skipped(f"{site}/drip", "timed out"),
    )


def test_a_failure_is_tried_once_more(site: str) -> None:
    assert read(f"{site}/once", allow_private=True)[0].text == "The lighthouse opened."
    read(f"{site}/broken", allow_private=True)
    assert asked == ["/once", "/once", "/broken", "/broken"]


def test_nothing_private_is_asked(site: str) -> None:
    port = site.rpartition(":")[2]
    names = [f"{site}/page", f"http://localhost:{port}/page", f"http://[::ffff:7f00:1]:{port}/page"]
    assert {skipped.reason for skipped in read(*names).skipped} == {"not a public address"}
    assert asked == []


def test_a_redirect_to_a_private_address_is_refused(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The site counts as public here under one name only; where it redirects to does not.
    monkeypatch.setattr(web, "is_public", lambda address: asked == [])
    assert read(f"{site}/moved").skipped[0].reason == "not a public address"
    assert asked == ["/moved"]


def test_one_private_address_of_many_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> list[object]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
            for address in ("93.184.216.34", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert read("http://example.com/").skipped[0].reason == "not a public address"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1"),
        *("::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "ff02::1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not web.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert web.is_public(address)
