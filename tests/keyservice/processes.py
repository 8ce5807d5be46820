"""Services in processes of their own, asked over real HTTP."""

import json
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from psycopg import sql
from visits import SERVICE_FILE

from generator.paywall.keys import Keyset, dump_keyset

COMMAND = [sys.executable, "-m", "generator.keyservice.commands"]


ROOT = Path(__file__).parent.parent.parent
FOREIGN = ("MARBRE_", "EMAIL_", "DJANGO_", "PYTEST_", "DATABASE_")


def environment(folder: Path, *, sqlite: bool = False, **more: str) -> dict[str, str]:
    """
    Return an environment with nothing of the caller's settings, and *folder* for files.

    The database is SQLite in that folder, or a fresh one of the PostgreSQL server under which these tests run.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    if not sqlite and os.environ.get("DATABASE_URL", "").startswith("postgres"):
        kept["DATABASE_URL"] = fresh_database(os.environ["DATABASE_URL"])
    return kept | {"MARBRE_FOLDER": str(folder), "PYTHONPATH": str(ROOT)} | more


def fresh_database(url: str) -> str:
    """Return the address of a new database at the server of *url*."""
    name = f"service_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{url.rsplit('/', 1)[0]}/{name}"


def publish(folder: Path, keyset: Keyset, **members: Any) -> None:
    """Leave in *folder* what a build leaves there: `service.json` and the dev keyset."""
    folder.mkdir(exist_ok=True)
    (folder / "service.json").write_text(json.dumps(SERVICE_FILE | members), "utf-8")
    (folder / "dev-keyset.json").write_text(dump_keyset(keyset), "utf-8")


def command(environ: dict[str, str], *argv: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the key service to its end."""
    return subprocess.run([*COMMAND, *argv], env=environ, capture_output=True, text=True, timeout=60, check=False)


def free_port() -> int:
    """Return a port of the own machine that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(environ: dict[str, str], *argv: str) -> Iterator["Visitor"]:
    """Run the service, wait until it answers, and stop it in the end."""
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "run", "--port", str(port), *argv], env=environ, stderr=subprocess.PIPE, text=True
    )
    visitor = Visitor(port, process)
    try:
        visitor.wait_until_up()
        yield visitor
    finally:
        process.terminate()
        visitor.said = process.communicate(timeout=20)[1]


@dataclass
class Visitor:
    """A browser that keeps cookies, at a service on the own machine."""

    port: int
    process: subprocess.Popen[str]
    cookies: dict[str, str] = field(default_factory=dict)
    said: str = ""

    def wait_until_up(self) -> None:
        """Wait until the port accepts; a process that ended has said why."""
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                try:
                    self.process.wait(timeout=0.05)
                except subprocess.TimeoutExpired:
                    continue
                raise AssertionError(self.process.communicate()[1]) from None
            return

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[HTTPResponse, str]:
        """Send one request, and return the answer with its text."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return response, text

    def log_in(self, path: str, email: str, password: str) -> HTTPResponse:
        """Log in on the page at *path*, and return the answer."""
        _, page = self.ask("GET", path)
        token = page.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
        form = urlencode({"login": email, "password": password, "csrfmiddlewaretoken": token})
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, form, Origin=f"http://127.0.0.1:{self.port}", **kind)[0]

    def keys(self, path: str, *headers: str) -> list[str]:
        """Return for each header the refusal, or `key`."""
        body = json.dumps({"headers": headers})
        origin = f"http://127.0.0.1:{self.port}"
        response, text = self.ask("POST", path, body, Origin=origin, Content_Type="application/json")
        assert response.status == 200, text
        return [one.get("refused", "key") for one in json.loads(text)["keys"]]
