"""
Who may ask: a browser on this machine, at a name of this machine, from a page of this preview.

The name is checked against DNS rebinding: a page of a foreign site whose name suddenly leads to 127.0.0.1. What
changes state also needs the preview's own origin. Where others can reach the port, everything needs the token.
"""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest

from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse, Response

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - to recognize it, and to demand the token
READS = frozenset({"GET", "HEAD"})
COOKIE = "marbre-preview"
PARAMETER = "token"


@dataclass(frozen=True, slots=True)
class Guard:
    """
    Attributes:
        host: As the command line gave it.
        token: What a browser must have; empty where only this machine reaches the port.
    """

    host: str
    port: int
    token: str = ""

    def refusal(self, method: str, path: str, query: str, headers: Headers, cookies: Sequence[str]) -> Response | None:
        """Return the answer to a request that may not pass, None to one that may."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.is_own(hosts[0]):
            return _refuse(403, "this is a preview; it answers to the names of its own machine only")
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return _refuse(403, "pages of other sites get nothing here")
        if method not in READS and headers.getlist("origin") != [f"http://{hosts[0].lower()}"]:
            return _refuse(403, "only pages of this preview may do that")
        return self._without_token(path, query, cookies) if self.token else None

    def is_own(self, host: str) -> bool:
        """Return whether *host*, a Host header, is a name of this preview with its port."""
        name, port = _split(host.lower())
        if port != self.port:
            return False
        own = self.host.lower()
        if name in LOOPBACK or name == (f"[{own}]" if ":" in own else own):
            return True
        # An address cannot be rebound, for no name is looked up.
        return own in EVERYWHERE and (_is_address(name) or name == socket.gethostname().lower())

    def _without_token(self, path: str, query: str, cookies: Sequence[str]) -> Response | None:
        if any(compare_digest(cookie.encode(), self.token.encode()) for cookie in cookies):
            return None
        given = QueryParams(query).get(PARAMETER, "")
        if not compare_digest(given.encode(), self.token.encode()):
            return _refuse(403, "open the address with the token that `serve` printed")
        answer = RedirectResponse(path if path.startswith("/") and not path.startswith("//") else "/", 303)
        answer.set_cookie(COOKIE, self.token, httponly=True, samesite="lax", path="/")
        return answer


def is_loopback(host: str) -> bool:
    """Return whether *host*, as the command line gives it, can be reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(host: str) -> tuple[str, int]:
    name, colon, port = host.rpartition(":")
    if not colon or port.endswith("]"):
        return host, 80
    return name, int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _refuse(status: int, problem: str) -> Response:
    return PlainTextResponse(f"{problem}\n", status, {"Cache-Control": "no-store"})
