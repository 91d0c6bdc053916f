"""Fetching from an address that somebody gave, so that nobody can make this server look into its own network.

The name is looked up once, every answer is checked, and the connection goes to an address that was checked,
whatever the name says a moment later. Redirects begin anew. Nothing is sent but the request itself.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Refused

MOST_REDIRECTS: Final = 3
PIECE: Final = 64 * 1024
LONGEST_ADDRESS: Final = 2000
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# Public by their first bits, and yet they hold another address that may be anybody's.
TUNNELS: Final = tuple(
    ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class CannotFetch(Refused):
    """Says no more than it must: a detailed answer would be a map of the network."""

    code = "cannot-fetch"
    text = _("This address cannot be read from here.")


@dataclass(frozen=True)
class Reach:
    """How far fetching may go. Tests widen it for servers of their own; nothing else does."""

    schemes: tuple[str, ...] = ("https",)
    ports: tuple[int, ...] = (443, 8443)  # empty: any
    networks: tuple[Network, ...] = ()  # that may be reached though they are not public
    resolve: Callable[..., Sequence[Any]] = socket.getaddrinfo
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


def fetch(
    url: str,
    *,
    most: int = 2 * 1024 * 1024,
    seconds: float = 10,
    accept: str = "*/*",
    reach: Reach | None = None,
) -> bytes:
    """The body of what answers 200 there, at most ``most`` bytes and within ``seconds`` in all."""
    reach = reach or Reach()
    with _deadline(seconds) as watch:
        try:
            return _follow(url, most, seconds, accept, reach, watch)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise CannotFetch from error


def _follow(url: str, most: int, seconds: float, accept: str, reach: Reach, watch: _Watch) -> bytes:
    for _step in range(MOST_REDIRECTS + 1):
        target = _target(url, reach)
        connection = _Pinned(target, _checked(target, reach, watch), seconds, reach, watch)
        try:
            response = _ask(connection, target, accept)
            if response.status not in REDIRECTS:
                return _body(response, most)
            url = urljoin(url, response.headers.get("Location", ""))
        finally:
            connection.close()
    raise CannotFetch(_("This address redirects too many times."))


def _target(url: str, reach: Reach) -> SplitResult:
    target = urlsplit(url)
    is_plain = len(url) <= LONGEST_ADDRESS and url.isascii() and url.isprintable() and " " not in url
    if not is_plain or target.scheme not in reach.schemes or not target.hostname:
        raise CannotFetch
    if target.username is not None or target.password is not None:
        raise CannotFetch
    if reach.ports and _port(target) not in reach.ports:
        raise CannotFetch
    return target


def _port(target: SplitResult) -> int:
    return target.port or (443 if target.scheme == "https" else 80)


def _checked(target: SplitResult, reach: Reach, watch: _Watch) -> str:
    """An address of the host; none where any of its addresses may not be reached."""
    answers = _looked_up(target, reach).result(timeout=watch.left)
    addresses = [str(answer[4][0]).partition("%")[0] for answer in answers]
    if not addresses or not all(may_reach(ip_address(one), reach.networks) for one in addresses):
        raise CannotFetch
    return addresses[0]


def _looked_up(target: SplitResult, reach: Reach) -> Future[Sequence[Any]]:
    """The system's resolver knows no time limit, so one that is too slow is left behind in its thread."""
    answers: Future[Sequence[Any]] = Future()

    def look() -> None:
        try:
            answers.set_result(reach.resolve(target.hostname, _port(target), type=socket.SOCK_STREAM))
        except Exception as error:  # noqa: BLE001 - raised where the answer is waited for
            answers.set_exception(error)

    threading.Thread(target=look, daemon=True).start()
    return answers


def may_reach(address: Address, networks: Sequence[Network] = ()) -> bool:
    """Public addresses only, also where one is wrapped in another."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return may_reach(address.ipv4_mapped, networks)
    if any(address in network for network in networks):
        return True
    if any(address in network for network in TUNNELS) or address.is_multicast or address.is_reserved:
        return False
    return address.is_global


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked; the certificate has to be that of the name."""

    def __init__(
        self, target: SplitResult, address: str, seconds: float, reach: Reach, watch: _Watch
    ) -> None:
        super().__init__(str(target.hostname), _port(target), timeout=seconds)
        self.target, self.address, self.reach, self.watch = target, address, reach, watch

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.watch.over(plain)
        self.sock = plain
        if self.target.scheme == "https":
            secure = self.reach.tls.wrap_socket(
                plain, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = secure
            self.watch.over(secure)
            secure.do_handshake()


def _ask(
    connection: http.client.HTTPConnection, target: SplitResult, accept: str
) -> http.client.HTTPResponse:
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    headers = {
        "Accept": accept,
        "Accept-Encoding": "identity",
        "User-Agent": "Corridor",
        "Connection": "close",
    }
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    if response.status != HTTPStatus.OK or response.headers.get("Content-Encoding", "identity") != "identity":
        raise CannotFetch
    body = b""
    while piece := response.read(PIECE):
        body += piece
        if len(body) > most:
            raise CannotFetch(_("The file at this address is too large."))
    return body


@dataclass
class _Watch:
    """Whoever sends one byte a second never makes a socket's own timeout run out."""

    ends: float  # by the clock that only goes forward
    is_over: bool = False
    watched: socket.socket | None = None

    @property
    def left(self) -> float:
        return max(0.0, self.ends - time.monotonic())

    def over(self, watched: socket.socket) -> None:
        self.watched = watched
        if self.is_over:
            raise TimeoutError

    def end(self) -> None:
        self.is_over = True
        if self.watched is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.watched, socket.SHUT_RDWR)  # of TLS too, as it stands


@contextmanager
def _deadline(seconds: float) -> Iterator[_Watch]:
    watch = _Watch(time.monotonic() + seconds)
    timer = threading.Timer(seconds, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
        if watch.is_over:
            raise CannotFetch
    finally:
        timer.cancel()
