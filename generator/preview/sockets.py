"""Sockets on the first free port, on both loopback addresses where there are two."""

import errno
import socket

TRIES = 50  # ports
BACKLOG = 1024  # connections waiting to be accepted
LOOPBACKS = ("127.0.0.1", "::1")


def listen(host: str, port: int) -> tuple[int, list[socket.socket]]:
    """
    Return the first free port from *port* on, and the sockets that listen there.

    On loopback both addresses must be free: `localhost` may lead to either, and must not lead to another program.

    Raises:
        OSError: If there is none among the next 50, or *host* is no address of this machine.
    """
    last: OSError | None = None
    for number in range(port, min(port + TRIES, 65536)):
        try:
            return number, _listen_at(host, number)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            last = error
    raise last or OSError(errno.EADDRINUSE, "no free port")


def _listen_at(host: str, port: int) -> list[socket.socket]:
    if host not in ("localhost", *LOOPBACKS):
        return [_socket(host, port)]
    opened: list[socket.socket] = []
    for address in LOOPBACKS:
        try:
            opened.append(_socket(address, port))
        except OSError as error:
            if address == LOOPBACKS[1] and error.errno not in (errno.EADDRINUSE, errno.EACCES):
                break  # a machine without IPv6
            for one in opened:
                one.close()
            raise
    return opened


def _socket(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    opened = socket.socket(family, kind, protocol)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(BACKLOG)
    except OSError:
        opened.close()
        raise
    opened.setblocking(False)
    return opened
