"""Web addresses are read in bounded time and size, and only public ones unless told otherwise."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

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
        elif path == "/moved-afar":
            self.answer(b"", status=302, Location="/caf\u00e9".encode().decode("latin-1"))
        elif path == "/caf%C3%A9":
            self.answer(b"The lighthouse opened.", "text/plain")
        elif path == "/nowhere":
            self.answer(b"", status=302, Location="http://[")
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
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Path:
    """Return the file of the certificates that a machine of the test trusts."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    return tmp_path / "authority.pem"


@pytest.fixture
def site_over_tls(authority: trustme.CA) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    # The handshake in the thread of the answer: a client that refuses it must not end the server.
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    with serving(server) as port:
        yield f"https://localhost:{port}"


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[int]:
    asked.clear()
    stopped.clear()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
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
        ("nowhere", "redirected to an address that is not valid"),
        ("flood", "larger than 10 MB"),
        ("bomb", "larger than 10 MB"),
        ("short", "the connection ended too early"),
    ],
)
def test_a_page_that_fails_is_skipped(site: str, path: str, reason: str) -> None:
    corpus = read(f"{site}/{path}", f"{site}/page", allow_private=True)
    assert [document.url for document in corpus] == [f"{site}/page"]
    assert corpus.skipped == (Skipped(f"{site}/{path}", reason),)


def test_a_redirect_to_a_name_with_accents(site: str) -> None:
    assert read(f"{site}/moved-afar", allow_private=True)[0].text == "The lighthouse opened."


def test_pages_over_tls(site_over_tls: str, trusted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"{site_over_tls}/page"
    (skipped,) = read(address, allow_private=True).skipped
    assert skipped.reason == "its certificate is not valid"
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    (document,) = read(address, allow_private=True)
    assert document.title == "New lighthouse"
    # Of another name the certificate says nothing, though the connection is the same.
    other = address.replace("localhost", "127.0.0.1")
    assert read(other, allow_private=True).skipped[0].reason == "its certificate is not valid"
    # What is cut off in the middle of a page is no page, over TLS as well.
    monkeypatch.setattr(web, "MAX_SECONDS", 0.5)
    drip = f"{site_over_tls}/drip"
    assert read(drip, allow_private=True).skipped == (Skipped(drip, "timed out"),)


def test_a_redirect_from_tls_to_a_private_address_is_refused(
    site_over_tls: str, trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr(web, "is_public", lambda address: asked == [])
    assert read(f"{site_over_tls}/moved").skipped[0].reason == "not a public address"
    assert asked == ["/moved"]


def test_a_name_is_looked_up_once(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means a public address first and a private one after: rebinding."""
    answers = iter(["127.0.0.1", "10.0.0.1"])
    port = int(site.rpartition(":")[2])

    def look_up(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    checked: list[str] = []
    monkeypatch.setattr(web, "is_public", lambda address: checked.append(address) or True)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    (document,) = read(f"http://rebinding.example:{port}/page")
    assert document.title == "New lighthouse"
    assert checked == ["127.0.0.1"]
    assert next(answers) == "10.0.0.1"


def test_large_answers_take_little_memory(site: str) -> None:
    """200 MB of a page that does not end, and of a bomb, beside one that is read."""
    code = (
        "import resource, sys; from summarize import read;"
        "read(sys.argv[1] + '/page', allow_private=True);"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "found = read(*(sys.argv[1] + path for path in ('/flood', '/bomb')), allow_private=True);"
        "assert len(found.skipped) == 2, found;"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    package = str(Path(web.__file__).parent.parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", code, site],
        **{"capture_output": True, "text": True, "check": True},
        env={**os.environ, "PYTHONPATH": package},
    )
    assert int(run.stdout) < 60  # megabytes


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
    ("address", "reason"),
    [
        ("http://[::1", "not a valid address"),
        ("http://a b/", "not a valid address"),
        ("http://127.0.0.1:99999/", "not a valid address"),
        ("http:///page", "only http and https addresses are read"),
        ("ftp://a.example/b", "only http and https addresses are read"),
        ("file:///etc/hostname", "only http and https addresses are read"),
        # 127.0.0.1 in other words, as C libraries understand them.
        ("http://0/", "not a public address"),
        ("http://0x7f.1/", "not a public address"),
        ("http://2130706433/", "not a public address"),
        ("http://user:word@127.0.0.1/", "not a public address"),
        ("HTTP://127.0.0.1/", "not a public address"),
    ],
)
def test_addresses_that_are_refused(address: str, reason: str) -> None:
    assert read(address).skipped == (Skipped(address, reason),)


@pytest.mark.parametrize("path", ["slow-head", "silence", "long-head", "no-http", "no-chunk"])
def test_servers_that_do_not_speak_http(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_SECONDS", 0.6)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=misbehave, args=(server, path))
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/{path}"
        start = time.monotonic()
        (skipped,) = read(address, allow_private=True).skipped
        assert time.monotonic() - start < 5
        timed_out = path in {"slow-head", "silence"}
        assert skipped.reason == ("timed out" if timed_out else "the connection failed")
        stopped.set()
        thread.join()


def misbehave(server: socket.socket, path: str) -> None:
    """Answer each of two attempts in a way of its own."""
    stopped.clear()
    server.settimeout(1)
    for _ in range(2):
        try:
            with server.accept()[0] as client:
                client.recv(2**16)
                head = b"HTTP/1.1 200 OK\r\n"
                if path == "slow-head":
                    client.sendall(head)
                    while not stopped.wait(0.05):
                        client.sendall(b"X: y\r\n")
                elif path == "silence":
                    stopped.wait(3)
                elif path == "long-head":
                    client.sendall(head + b"X: " + b"a" * 10**6)
                elif path == "no-http":
                    client.sendall(b"\x00\x01\x02\r\n\r\n")
                else:
                    kind = b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n"
                    client.sendall(head + kind)
        except OSError:  # the reader has had enough
            pass


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("0.1.2.3", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "fec0::1", "2001:db8::1"),
        *("::127.0.0.1", "240.0.0.1", "198.18.0.1"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1"),
        *("::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "ff02::1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not web.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert web.is_public(address)
