"""Web addresses -> their bytes: public ones only, in bounded time and size.

A name is looked up once; every address it has must be public, and the connection goes to the
address that was checked, so that a name cannot mean another machine a moment later. The same holds
for each redirect. Proxies of the environment are not used: they would look the name up again.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from summarize.errors import ReadingError
from summarize.reading.decoding import in_utf8

__all__ = ["Page", "fetch", "fetch_all", "is_public"]

MAX_SECONDS = 20.0  # for one page, with its redirects and the second attempt
READ_SECONDS = 10.0
MAX_BYTES = 10 * 2**20
MAX_REDIRECTS = 5
WORKERS = 8
CHUNK = 2**16

# Content types, and the suffix of the loader; "" where the content shows it.
TYPES = {
    "application/atom+xml": ".atom",
    "application/json": ".jsonl",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/x-ndjson": ".jsonl",
    "application/xhtml+xml": ".html",
    "application/xml": "",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: where it was in the end, its bytes, the suffix of its loader."""

    url: str
    data: bytes
    suffix: str


class _PassingError(ReadingError):
    """A failure that a second attempt may not meet."""


def fetch_all(
    urls: Iterable[str],
    allow_private: bool = False,
    on_page: Callable[[int, int], None] | None = None,
) -> dict[str, Page | ReadingError]:
    """Fetch addresses side by side; of each the page or why there is none.

    `on_page` is told after each, in this thread, how many of how many are done.
    """
    wanted = list(dict.fromkeys(urls))

    def attempt(url: str) -> Page | ReadingError:
        try:
            return fetch(url, allow_private)
        except ReadingError as error:
            return error

    if not wanted:
        return {}
    with ThreadPoolExecutor(min(WORKERS, len(wanted))) as pool:
        tasks = [pool.submit(attempt, url) for url in wanted]
        for done, _ in enumerate(as_completed(tasks), start=1):
            if on_page is not None:
                on_page(done, len(tasks))
        return {url: task.result() for url, task in zip(wanted, tasks, strict=True)}


def fetch(url: str, allow_private: bool = False) -> Page:
    """Fetch one address, a second time if the connection or the server failed.

    Raises
    ------
    ReadingError
        If there is no page of text; the text says why.
    """
    deadline = time.monotonic() + MAX_SECONDS
    try:
        return _follow(url, allow_private, deadline)
    except _PassingError:
        return _follow(url, allow_private, deadline)


def is_public(address: str) -> bool:
    """Whether an IP address, and the IPv4 address that it may wrap, is one of the open net."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _LOCAL_NAT64:
            return False
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:  # fec0::/10, which Python counts as global
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _follow(url: str, allow_private: bool, deadline: float) -> Page:
    for _ in range(MAX_REDIRECTS + 1):
        answer = _request(url, allow_private, deadline)
        if isinstance(answer, Page):
            return answer
        try:
            url = urljoin(url, answer)
        except ValueError as error:  # brackets that hold no address
            raise ReadingError("redirected to an address that is not valid") from error
    raise ReadingError(f"more than {MAX_REDIRECTS} redirects")


def _request(url: str, allow_private: bool, deadline: float) -> Page | str:
    """Return the page, or the address that the answer points to."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = _Connection(host, port, parts.scheme == "https", allow_private)
    except (ValueError, http.client.InvalidURL) as error:
        raise ReadingError("not a valid address") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise ReadingError("only http and https addresses are read")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?[]")
    left = deadline - time.monotonic()
    if left <= 0:
        raise ReadingError("timed out")
    connection.timeout = min(READ_SECONDS, left)
    # A server that sends a byte now and then never meets the time-out of one read.
    watch = threading.Timer(left, connection.abort)
    watch.daemon = True
    watch.start()
    try:
        connection.request("GET", target, headers=_headers())
        with connection.getresponse() as response:
            answer = _answer(response, url)
        if connection.aborted:  # what was cut off can look like a page that ended
            raise ReadingError("timed out")
        return answer
    except ReadingError:
        if connection.aborted:
            raise ReadingError("timed out") from None
        raise
    except TimeoutError as error:
        raise ReadingError("timed out") from error
    except ssl.SSLCertVerificationError as error:
        raise ReadingError("its certificate is not valid") from error
    except http.client.InvalidURL as error:
        raise ReadingError("not a valid address") from error
    except (OSError, http.client.HTTPException) as error:
        if connection.aborted:
            raise ReadingError("timed out") from error
        raise _PassingError("the connection failed") from error
    finally:
        watch.cancel()
        connection.close()


def _headers() -> dict[str, str]:
    from summarize import __version__

    return {
        "User-Agent": f"summarize/{__version__}",
        "Accept": "text/html, application/xhtml+xml, application/xml, text/*, application/pdf",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, with the certificate checked for the name."""

    def __init__(self, host: str, port: int, secure: bool, allow_private: bool) -> None:
        super().__init__(host, port)
        self.default_port = 443 if secure else 80
        self.secure = secure
        self.allow_private = allow_private
        self.aborted = False
        # http.client lets go of its own as soon as the head of the answer is read.
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise _PassingError("no such host") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not self.allow_private and not all(map(is_public, addresses)):
            raise ReadingError("not a public address")
        self.sock = self.wire = self._open(found)
        if self.secure:
            context = ssl.create_default_context()
            self.sock = self.wire = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _open(self, found: list[Any]) -> socket.socket:
        failed: OSError | None = None
        for family, kind, protocol, _, address in found:
            if self.aborted:
                raise TimeoutError
            sock = socket.socket(family, kind, protocol)
            sock.settimeout(self.timeout)
            try:
                sock.connect(address)
            except OSError as error:
                sock.close()
                failed = error
            else:
                return sock
        raise failed or OSError("no address")

    def abort(self) -> None:
        """End whatever read is under way, from another thread."""
        self.aborted = True
        sock = self.wire
        if sock is not None:
            try:
                # Not the method of a TLS socket, which would change what the reader is using.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:  # closed meanwhile: there is nothing left to end
                return


def _answer(response: http.client.HTTPResponse, url: str) -> Page | str:
    location = response.headers.get("Location")
    if response.status in {301, 302, 303, 307, 308} and location:
        # A path that is not escaped comes as UTF-8, which the header's own encoding takes apart.
        return location.encode("latin-1", "replace").decode("utf-8", "replace")
    if response.status >= 500:
        raise _PassingError(f"the server answered {response.status}")
    if response.status != 200:
        raise ReadingError(f"the server answered {response.status}")
    kind = response.headers.get_content_type() if "Content-Type" in response.headers else ""
    if kind and kind not in TYPES and not kind.startswith("text/"):
        raise ReadingError(f"not a text: {kind}")
    data = _body(response)
    return Page(url, _in_utf8(data, kind, response.headers), TYPES.get(kind, ""))


def _body(response: http.client.HTTPResponse) -> bytes:
    encoding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise ReadingError(f"packed in a way that is not read: {encoding}")
    unpacker = None if encoding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    parts: list[bytes] = []
    size = 0
    while chunk := response.read(CHUNK):
        try:
            # What goes over the limit need not be unpacked to be refused.
            part = unpacker.decompress(chunk, MAX_BYTES + 1 - size) if unpacker else chunk
        except zlib.error as error:
            raise ReadingError("its compression is broken") from error
        size += len(part)
        if size > MAX_BYTES:
            raise ReadingError(f"larger than {MAX_BYTES // 2**20} MB")
        parts.append(part)
    if response.length or (unpacker is not None and not unpacker.eof):
        raise _PassingError("the connection ended too early")
    return b"".join(parts)


def _in_utf8(data: bytes, kind: str, headers: Message) -> bytes:
    """Say in the bytes what the header says of them; XML says it itself."""
    if kind == "application/pdf" or kind.endswith("xml"):
        return data
    return in_utf8(data, headers.get_content_charset())
