"""
Where tasks run when not on this machine alone: the address of a Dask scheduler, and the certificates that lead there.

Workers see plaintext and keys, so the way to them is encrypted and both ends show a certificate. Without encryption
only this machine's own loopback will do.
"""

from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from generator.errors import Location, SourceError

FORMS = "give `tcp://127.0.0.1:8786`, or `tls://HOST:8786` with --executor-ca, --executor-cert and --executor-key"


class Executor(Struct, frozen=True):
    """
    A Dask scheduler.

    Attributes:
        address: `tcp://127.0.0.1:8786` or `tls://host:8786`.
        ca: PEM file of the authority that signed every certificate of the cluster, and no others.
        cert, key: PEM files of this build's certificate and its private key.
    """

    address: str
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    @property
    def is_encrypted(self) -> bool:
        return self.address.startswith("tls://")


def executor_at(address: str, ca: Path | None = None, cert: Path | None = None, key: Path | None = None) -> Executor:
    """
    Return the executor that an operator named.

    Raises:
        SourceError: `bad-executor`: no such address, no encryption on the way, certificates missing or of no use.
    """
    try:
        parts = urlsplit(address)
        complete = bool(parts.hostname and parts.port) and address == f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        complete = False
    if not complete or parts.scheme not in ("tcp", "tls") or "@" in parts.netloc:
        raise _bad(f"{address!r} is no address of a Dask scheduler", FORMS)
    if parts.scheme == "tcp":
        if not is_loopback(address):
            problem = f"{address!r} leaves this machine without encryption, and workers are sent plaintext and keys"
            raise _bad(problem, FORMS)
        return Executor(address)
    files = {"--executor-ca": ca, "--executor-cert": cert, "--executor-key": key}
    missing = [option for option, path in files.items() if path is None]
    if missing or ca is None or cert is None or key is None:
        problem = f"{address!r} needs certificates: {', '.join(missing)} not given"
        raise _bad(problem, "name the PEM files there, or in MARBRE_TLS_CA, MARBRE_TLS_CERT and MARBRE_TLS_KEY")
    _check_certificates(ca, cert, key)
    return Executor(address, ca, cert, key)


def is_loopback(address: str) -> bool:
    """Tell whether `scheme://host:port` is this machine's loopback. Of names only `localhost` is believed."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def _check_certificates(ca: Path, cert: Path, key: Path) -> None:
    import ssl  # a build without an executor has no use for it

    for path in (ca, cert, key):
        try:
            path.read_bytes()
        except OSError as error:
            problem = f"{str(path)!r} cannot be read: {error.strerror}"
            raise _bad(problem, "name PEM files that this user may read") from error
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(ca)
        context.load_cert_chain(cert, key, password="")
    except (ssl.SSLError, OSError) as error:
        problem = f"the certificates are of no use: {error}"
        raise _bad(problem, "three PEM files: the authority, a certificate, and its key without a password") from error


def _bad(problem: str, hint: str) -> SourceError:
    return SourceError(Location("--executor"), "bad-executor", problem, hint)
