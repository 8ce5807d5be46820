"""The service as operators run it: a process, a port, several workers, a mount."""

import json
import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from processes import command, environment, publish, running
from visits import EMAIL, PASSWORD, a_header

from generator.paywall.keys import export_keyset

pytestmark = pytest.mark.slow
SECRET = "Vh3-kq8_ZpR2xW7tY5nB1mC9dF4gJ6hL0sKaQeUiOwTyXzEr"


def test_it_starts_on_nothing(tmp_path):
    """Without any setting it runs on SQLite and loopback, says so, and is healthy once a build has been."""
    folder = tmp_path / "service"
    with running(environment(folder, sqlite=True)) as visitor:
        response, text = visitor.ask("GET", "/health")
        assert response.status == 503
        assert "run the build" in json.loads(text)["message"]
        assert visitor.ask("GET", "/login/")[0].status == 200

    assert "SQLite and the dev keyset" in visitor.said
    assert f"mails are written to {folder}/mail" in visitor.said
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert (folder / "keyservice.sqlite3").is_file()


def test_a_revocation_reaches_all_workers_at_once(tmp_path, keyset):
    """Two workers share one database: what one command changes holds for the next request at any of them."""
    folder = tmp_path / "service"
    publish(folder, keyset)
    environ = environment(folder)
    made = command(environ, "add-reader", EMAIL, "--password", PASSWORD, "--grant", "abonnes")
    assert (made.returncode, len(made.stdout.strip())) == (0, 12), made.stderr

    with running(environ, "--workers", "2") as visitor:
        assert json.loads(visitor.ask("GET", "/health")[1]) == {"status": "ok"}
        assert visitor.log_in("/login/", EMAIL, PASSWORD).headers["Location"] == "/account/"
        assert {*(visitor.keys("/keys", a_header())[0] for _ in range(8))} == {"key"}
        gone = command(environ, "revoke", EMAIL, "--all")
        assert gone.returncode == 0, gone.stderr
        assert {*(visitor.keys("/keys", a_header())[0] for _ in range(8))} == {"no-entitlement"}

    assert "budget" not in visitor.said


def test_the_last_key_of_the_hour_is_given_once(tmp_path, keyset):
    """Twelve requests at once at two workers, for twelve sections and three keys left: three keys, no error."""
    folder = tmp_path / "service"
    publish(folder, keyset)
    environ = environment(folder, MARBRE_RATE_HEADERS_PER_HOUR="3")
    command(environ, "add-reader", EMAIL, "--password", PASSWORD, "--grant", "abonnes")

    with running(environ, "--workers", "2") as visitor:
        visitor.log_in("/login/", EMAIL, PASSWORD)
        with ThreadPoolExecutor(12) as readers:
            asked = [readers.submit(visitor.keys, "/keys", a_header(f"articles/{number}")) for number in range(12)]
        given = [one.result()[0] for one in asked]

    assert (given.count("key"), given.count("rate")) == (3, 9)
    assert "locked" not in visitor.said


@pytest.mark.parametrize("kept", [True, False], ids=["proxy keeps the path", "proxy removes the path"])
def test_under_a_path_all_addresses_are_right(tmp_path, keyset, kept):
    """Mounted at /acces/, links, forms and redirects carry the path, however the proxy passes it on."""
    folder = tmp_path / "service"
    publish(folder, keyset, service_url="/acces/")
    environ = environment(folder, MARBRE_MOUNT="/acces/")
    command(environ, "add-reader", EMAIL, "--password", PASSWORD, "--grant", "abonnes")
    at = "/acces" if kept else ""

    with running(environ) as visitor:
        assert visitor.ask("GET", f"{at}/account/")[0].headers["Location"] == "/acces/login/?own=1&next=/acces/account/"
        page = visitor.ask("GET", f"{at}/login/")[1]
        assert 'href="/acces/signup/"' in page
        assert 'href="/assets/main.abc123.css"' in page
        answer = visitor.log_in(f"{at}/login/?next=/securite/budget/", EMAIL, PASSWORD)
        assert answer.headers["Location"] == f"http://127.0.0.1:{visitor.port}/securite/budget/#marbre-open"
        assert visitor.keys(f"{at}/keys", a_header()) == ["key"]
        assert json.loads(visitor.ask("GET", f"{at}/session")[1])["grants"] == ["abonnes"]


def test_production_refuses_and_says_all_of_it(tmp_path):
    """Nothing configured: every finding with its fix on stderr, status 1, no port opened, no file made."""
    folder = tmp_path / "service"
    ended = command(environment(folder, sqlite=True, MARBRE_ENV="production"), "run", "--port", "1")

    assert ended.returncode == 1
    for word in ("marbre.E001", "marbre.E006", "marbre.E007", "marbre.E008", "hint: set it to 50"):
        assert word in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not folder.exists()


def test_production_runs_when_all_is_right(tmp_path, keyset):
    """With export, secret, mail and a migrated database it starts, and its cookies are bound to the host."""
    folder = tmp_path / "service"
    publish(folder, keyset)
    export = tmp_path / "export.json"
    export.write_text(export_keyset(keyset), "utf-8")
    export.chmod(0o600)
    environ = environment(
        folder,
        MARBRE_ENV="production",
        MARBRE_SECRET_KEY=SECRET + SECRET,
        MARBRE_SERVICE_KEYSET=str(export),
        EMAIL_URL="consolemail://",
    )
    refused = command(environ, "run", "--port", "1")
    assert (refused.returncode, "keyservice migrate" in refused.stderr) == (1, True), refused.stderr
    migrated = command(environ, "migrate")
    assert migrated.returncode == 0, migrated.stderr

    with running(environ) as visitor:
        behind_proxy = {"Host": "compte.example.fr", "X_Forwarded_Proto": "https"}
        response, _ = visitor.ask("GET", "/login/?next=/securite/", **behind_proxy)
        assert response.status == 200
        cookies = response.headers.get_all("Set-Cookie")
        assert all(line.startswith("__Host-") and "Secure" in line and "Path=/" in line for line in cookies)
        assert all("HttpOnly" in line and "SameSite=Lax" in line for line in cookies)
        assert len(cookies) == 2
        assert visitor.ask("GET", "/health", Host="evil.example")[0].status == 400

    assert visitor.said == ""


def test_the_preview_mounts_it_with_its_own_reader(tmp_path, keyset):
    """`mounted` gives an application for Starlette, whatever production settings the shell has."""
    folder = tmp_path / "service"
    publish(folder, keyset, service_url="/acces/")
    program = """
import asyncio, sys
from pathlib import Path
from starlette.applications import Starlette
from starlette.routing import Mount
from generator.keyservice.mounting import DEMO_EMAIL, mounted

site = Starlette(routes=[Mount("/acces", mounted("/acces/", Path(sys.argv[1]), "http://127.0.0.1:8000/"))])
scope = {"type": "http", "method": "GET", "path": "/acces/account/", "raw_path": b"/acces/account/", "root_path": "",
         "query_string": b"", "scheme": "http", "headers": [(b"host", b"127.0.0.1:8000")], "http_version": "1.1",
         "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"}, "extensions": {}}
sent = []

async def ask():
    waiting = asyncio.Event()
    bodies = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        if bodies:
            return bodies.pop()
        await waiting.wait()

    async def send(message):
        sent.append(message)

    await site(scope, receive, send)

asyncio.run(ask())
from generator.keyservice.accounts.models import Reader
from generator.keyservice.entitlements.models import Entitlement
print(dict(sent[0]["headers"])[b"Location"].decode(), Reader.objects.get(email=DEMO_EMAIL).name == "",
      Entitlement.objects.get().grant)
"""
    hostile = {"MARBRE_ENV": "production", "MARBRE_SERVICE_KEYSET": "/nowhere", "DATABASE_URL": "postgres://nowhere/x"}
    ended = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        env=environment(tmp_path / "other", **hostile),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.stdout.split() == ["/acces/login/?own=1&next=/acces/account/", "True", "tier:abonnes"], ended.stderr
    assert (folder / "preview.sqlite3").is_file()
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("form", ["chunked", "length"])
def test_an_endless_body_is_cut_off(tmp_path, keyset, form):
    """A body that goes on after what any request needs is refused before it ends, and the service goes on."""
    folder = tmp_path / "service"
    publish(folder, keyset)
    told = b"Transfer-Encoding: chunked" if form == "chunked" else b"Content-Length: 1000000000000"
    block = b"x" * 65_536
    part = b"%x\r\n%s\r\n" % (len(block), block) if form == "chunked" else block

    with running(environment(folder)) as visitor:
        host = b"127.0.0.1:%d" % visitor.port
        head = b"POST /keys HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nContent-Type: application/json\r\n%s\r\n\r\n"
        with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as connection:
            connection.sendall(head % (host, host, told) + part * 5)
            answer = connection.recv(4096)
        assert visitor.ask("GET", "/session")[0].status == 200

    assert answer.startswith(b"HTTP/1.1 413 "), answer
    assert b"no-store" in answer
    assert visitor.said.count("Traceback") == 0


def test_a_mail_server_that_says_nothing_holds_nobody_for_ever(tmp_path, keyset):
    """The reader gets the page of an error, and the service goes on, instead of a thread for each attempt."""
    folder = tmp_path / "service"
    publish(folder, keyset)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        environ = environment(folder, EMAIL_URL=f"smtp://127.0.0.1:{mute.getsockname()[1]}")
        with running(environ) as visitor:
            page = visitor.ask("GET", "/password/reset/")[1]
            token = page.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
            form = urlencode({"email": EMAIL, "csrfmiddlewaretoken": token})
            sent = {"Content_Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{visitor.port}"}
            response, text = visitor.ask("POST", "/password/reset/", form, **sent)

    assert response.status == 500
    assert "Réessayez" in text
    assert EMAIL not in visitor.said
