"""A preview in a process of its own, over a small site in a folder, asked over real HTTP."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30  # seconds, for a machine that does much else
FOREIGN = ("MARBRE_", "EMAIL_", "DJANGO_", "PYTEST_", "DATABASE_")

SITE = """\
title: La Lanterne
base_url: https://www.example.fr/
theme: maison
tiers:
  abonnes: {title: Abonnés}
  premium: {title: Premium, includes: [abonnes]}
"""
PARAGRAPH = "Le scanner du deuxième étage est arrêté depuis mardi, et personne ne sait quand il reprendra.\n\n"
SEALED = "Le rapport confidentiel parle de quatorze incidents en un an, dont trois graves.\n\n"


def article(title: str, body: str, **matter: str) -> str:
    """Return an article's source; published long ago unless *matter* says otherwise."""
    keys = {"title": title, "published": "2024-05-02T08:00:00"} | matter
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + f"---\n\n{body}"


FILES = {
    "site.yaml": SITE,
    "themes/maison/theme.yaml": "extends: gazette\n",
    "content/articles/scanner.md": article("Le scanner", PARAGRAPH * 30),
    "content/articles/autre.md": article("Une autre affaire", PARAGRAPH),
    "content/articles/reserve.md": article("Réservé", f"{PARAGRAPH}<!-- paywall -->\n\n{SEALED * 6}", access="abonnes"),
    "content/articles/brouillon.md": article("Un brouillon", PARAGRAPH, draft="true"),
    "content/articles/demain.md": article("Demain", PARAGRAPH, published="2099-01-01T08:00:00"),
    # Nothing of these may ever be served.
    "secret.txt": "CANARY outside",
    ".env": "CANARY environment",
    ".marbre/preview-private/index.html": "CANARY beside",
}


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write sources below *root*."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def free_port() -> int:
    """Return a port of both loopback addresses that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Running:
    """A preview that runs."""

    root: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self, text: str) -> str:
        """Wait for a line of the terminal that holds *text*, and return it."""
        with self.news:
            found = self.news.wait_for(lambda: [line for line in self.lines if text in line], PATIENCE)
            assert found, f"{text!r} is not in {self.lines}"
            return found[0]

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> tuple[HTTPResponse, str]:
        """Send one request, and return the answer with its text."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        connection.close()
        return response, text

    def raw(self, request: bytes) -> bytes:
        """Send *request* as it is, and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        return answer

    @contextmanager
    def events(self, query: str = "") -> Iterator[Iterator[dict[str, Any]]]:
        """Hear what a page hears."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/.marbre/events{query}")
        response = connection.getresponse()
        try:
            yield _states(response, self)
        finally:
            connection.close()

    def state(self, wanted: Callable[[dict[str, Any]], bool], query: str = "") -> dict[str, Any]:
        """Wait for a state that is *wanted*."""
        with self.events(query) as states:
            return next(state for state in states if wanted(state))


def _states(response: HTTPResponse, preview: Running) -> Iterator[dict[str, Any]]:
    latest = time.monotonic() + PATIENCE
    for line in iter(response.readline, b""):
        assert time.monotonic() < latest, f"nothing of that kind came; the terminal says {preview.lines}"
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def settled(state: dict[str, Any]) -> bool:
    """Return whether a good build has ended and none is under way."""
    return state["epoch"] > 0 and not state["building"] and not state["errors"]


@contextmanager
def running(root: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Run the preview of the site in *root*, wait for its address, and stop it in the end."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    if "--port" not in arguments:
        arguments = (*arguments, "--port", str(free_port()))
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "build.py"), "serve", "--site", str(root / "site.yaml"), *arguments],
        env=kept | dict(environment or {}),
        cwd=root,
        stderr=subprocess.PIPE,
        text=True,
    )
    preview = Running(root, process)
    reader = threading.Thread(target=_read, args=(preview,))
    reader.start()
    try:
        address = preview.said("preview on ")
        preview.port = int(address.split("?")[0].rstrip("/").rpartition(":")[2])
        yield preview
    finally:
        process.terminate()
        process.wait(PATIENCE)
        reader.join(PATIENCE)


def _read(preview: Running) -> None:
    assert preview.process.stderr is not None
    for line in preview.process.stderr:
        with preview.news:
            preview.lines.append(line.rstrip("\n"))
            preview.news.notify_all()
    preview.process.stderr.close()
