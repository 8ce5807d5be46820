"""A published paper as in production: static files on one origin, the key service on another, both on loopback."""

import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, str(ROOT / "build.py")]


def free_port() -> int:
    """Return a port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Static(http.server.SimpleHTTPRequestHandler):
    """A CDN's edge: files, 404.html, and the headers that the build wrote into `_headers`."""

    protocol_version = "HTTP/1.1"
    rules: ClassVar[list[tuple[str, dict[str, str]]]] = []
    extensions_map: ClassVar[dict[str, str]] = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".spw": "application/octet-stream",
        ".webmanifest": "application/manifest+json",
    }

    def end_headers(self) -> None:
        for pattern, headers in self.rules:
            if self.path == pattern or (pattern.endswith("*") and self.path.startswith(pattern[:-1])):
                for name, value in headers.items():
                    self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def header_rules(text: str) -> list[tuple[str, dict[str, str]]]:
    """Return the rules of a `_headers` file."""
    rules: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if line and not line.startswith((" ", "\t", "#")):
            rules.append((line.strip(), {}))
        elif ":" in line and rules:
            name, _, value = line.strip().partition(":")
            rules[-1][1][name] = value.strip()
    return rules


@dataclass
class House:
    """A running paper."""

    folder: Path
    origin: str
    service: str
    environment: dict[str, str]

    @property
    def public(self) -> Path:
        return self.folder / "public"

    def run(self, *arguments: str) -> str:
        """Return what one command prints; fails if it does."""
        done = subprocess.run(
            [*PROGRAM, *arguments, "--site", str(self.folder / "site.yaml")],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add_reader(self, email: str, *grants: str) -> None:
        """Make a confirmed reader whose password is `bonne-lecture-2026`."""
        self.run("keyservice", "add-reader", email, "--password", "bonne-lecture-2026", *grants)


@contextmanager
def open_house(folder: Path, content: Path = ROOT / "content", edge: type[Static] = Static) -> Iterator[House]:
    """Build the sample publication, or other *content*, into *folder*, serve it, run its key service, and end both."""
    site_port, service_port = free_port(), free_port()
    origin, service = f"http://localhost:{site_port}", f"http://localhost:{service_port}"
    shutil.copytree(content, folder / "content")
    settings = (ROOT / "site.yaml").read_text(encoding="utf-8")
    settings = settings.replace("https://www.example.fr/", f"{origin}/").replace("url: /acces/", f"url: {service}/")
    (folder / "site.yaml").write_text(settings, encoding="utf-8")
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("MARBRE_", "DATABASE_", "DJANGO_"))
    }
    environment |= {"MARBRE_ALLOWED_ORIGINS": origin, "MARBRE_FOLDER": str(folder / ".marbre")}
    house = House(folder, origin, service, environment)
    house.run("build", "--jobs", "1")
    with _static(house, site_port, edge), _service(house, service_port):
        yield house


@contextmanager
def _static(house: House, port: int, edge: type[Static]) -> Iterator[None]:
    rules = header_rules((house.public / "_headers").read_text(encoding="utf-8"))
    handler = type("Edge", (edge,), {"rules": rules})

    def make(*arguments: object) -> Static:
        return handler(*arguments, directory=str(house.public))

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), make)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def _service(house: House, port: int) -> Iterator[None]:
    arguments = [*PROGRAM, "keyservice", "run", "--port", str(port), "--site", str(house.folder / "site.yaml")]
    with (house.folder / "service.log").open("wb") as log:
        process = subprocess.Popen(arguments, env=house.environment, cwd=house.folder, stdout=log, stderr=log)
    try:
        _wait(f"{house.service}/health", process, house.folder / "service.log")
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when *address* answers; the pause between tries is the connection's own."""
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read()) from error
        except OSError:
            threading.Event().wait(0.1)
    raise AssertionError(log.read_text())
