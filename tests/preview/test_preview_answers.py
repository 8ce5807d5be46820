"""What the preview answers: the output as a host would serve it, and nothing else to nobody else."""

import json
import socket

import pytest

from tests.preview.running import Running, running, settled

pytestmark = pytest.mark.slow

SECRETS = (b"CANARY", b"MARBRE-KEYSET", b'"root"', b"Marbre publishes into this folder")

HOSTILE = [
    *("/..", "/../secret.txt", "/../../secret.txt", "/../../../../../../etc/passwd", "/./../secret.txt"),
    *("/%2e%2e/%2e%2e/secret.txt", "/%2e%2e%2f%2e%2e%2fsecret.txt", "/..%2f..%2fsecret.txt", "/.%2e/.%2e/secret.txt"),
    *("/%2E%2E/secret.txt", "/..%5c..%5csecret.txt", "/..\\..\\secret.txt", "\\..\\secret.txt", "/%5c..%5csecret.txt"),
    *("/..;/..;/secret.txt", "/;/../secret.txt", "/assets/../../../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt"),
    *("/assets/..%2f..%2f..%2f.env", "/%252e%252e/%252e%252e/secret.txt", "/%c0%ae%c0%ae/secret.txt"),
    *("/%e0%80%ae%e0%80%ae/secret.txt", "/..%c0%af..%c0%afsecret.txt", "/%uff0e%uff0e/secret.txt"),
    *("//", "//secret.txt", "//etc/passwd", "///etc/passwd", "/scanner//", "//scanner/", "/scanner/../../../.env"),
    *("/.env", "/.git/config", "/.marbre-output", "/.marbre/dev-keyset.json", "/.marbre/secret-key"),
    *("/.marbre/../.marbre/dev-keyset.json", "/.marbre/%2e%2e/dev-keyset.json", "/.marbre/preview.sqlite3"),
    *("/.marbre/..%2fpage.css", "/.marbre/jsconfig.json", "/.marbre//preview.js", "/.marbre/preview.js/"),
    *("/../preview-private/index.html", "/..%2fpreview-private/index.html", "/preview-private/index.html"),
    *("/_headers", "/_redirects", "/%5fheaders", "/index.html%00", "/%00", "/scanner/index.html%00.txt", "/%0a", "/%0d%0aX: y"),
    *("http://evil.example/secret.txt", "http://127.0.0.1/../secret.txt", "file:///etc/passwd", "*", "secret.txt"),
    *("/#/../secret.txt", "/@fs/etc/passwd", "/secret.txt?raw??", "/.env?import&raw", "/C:/secret.txt", "/C:%5csecret.txt"),
    *("/scanner/:secret", "/con", "/~root/.bashrc", f"/{'a/' * 1500}", f"/{'%2e%2e/' * 2000}secret.txt", f"/{'x' * 60_000}"),
]  # fmt: skip


def test_a_page_comes_with_the_policy_of_production_and_the_preview_script(reading: Running) -> None:
    """A page has the headers of `_headers`, is kept by nobody, and one element more than what was built."""
    answer, page = reading.ask("/scanner/")

    assert answer.status == 200
    assert "require-trusted-types-for 'script'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    built = (reading.root / ".marbre/preview/scanner/index.html").read_text("utf-8")
    before, _, after = page.partition('<script type="module" src="/.marbre/preview.js"')
    assert before + after.partition("</script>")[2] == built


def test_files_have_their_types_and_missing_ones_the_page_of_the_site(reading: Running) -> None:
    """Media types are right, a lost reader gets 404.html, a folder its slash."""
    stylesheet = next((reading.root / ".marbre/preview/assets").glob("main.*.css")).name

    types = {
        path: reading.ask(path)[0].headers["Content-Type"]
        for path in (f"/assets/{stylesheet}", "/feed.xml", "/manifest.webmanifest", "/robots.txt")
    }
    missing, page = reading.ask("/nulle-part/")
    folder, _ = reading.ask("/scanner?from=mail")

    assert types == {
        f"/assets/{stylesheet}": "text/css; charset=utf-8",
        "/feed.xml": "application/xml",
        "/manifest.webmanifest": "application/manifest+json",
        "/robots.txt": "text/plain; charset=utf-8",
    }
    assert missing.status == 404
    assert 'data-page="404"' in page
    assert (folder.status, folder.headers["Location"]) == (302, "/scanner/?from=mail")


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:40])
def test_no_path_leads_outside_the_output(reading: Running, path: str) -> None:
    """Whatever the target of a request, no byte comes from anywhere but the output."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{reading.port}\r\nConnection: close\r\n\r\n"

    answer = reading.raw(request.encode("latin-1"))

    assert answer.split(b" ", 2)[1] in (b"400", b"404", b"200", b"302"), answer[:100]
    assert not any(secret in answer for secret in SECRETS)
    if not path.startswith("/#"):
        assert b" 200 " not in answer[:20]


@pytest.mark.parametrize(("leads_to", "path"), [("secret.txt", "/lien"), (".", "/lien/secret.txt")])
def test_a_link_in_the_output_is_not_followed(reading: Running, leads_to: str, path: str) -> None:
    """A symbolic link that somebody puts into the output shows nothing of where it leads."""
    link = reading.root / ".marbre/preview/lien"
    link.symlink_to(reading.root / leads_to)

    answer, text = reading.ask(path)

    link.unlink()
    assert answer.status == 404
    assert "CANARY" not in text


@pytest.mark.parametrize("host", ["127.0.0.1:{}", "localhost:{}", "[::1]:{}", "LOCALHOST:{}"])
def test_the_names_of_this_machine_are_answered(reading: Running, host: str) -> None:
    """A browser may use any loopback name."""
    assert reading.ask("/", Host=host.format(reading.port))[0].status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{}", "127.0.0.1.evil.example:{}", "127.0.0.1", "localhost:1", "10.0.0.1:{}", ""]
)  # fmt: skip
def test_other_names_are_refused(reading: Running, host: str) -> None:
    """A foreign name that leads to this machine (DNS rebinding) gets nothing, nor does another port."""
    answer, text = reading.ask("/", Host=host.format(reading.port))

    assert answer.status == 403
    assert "<html" not in text


def test_scripts_of_other_sites_get_nothing(reading: Running) -> None:
    """A page of another site cannot embed a draft, and is told so by the browser's own header."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}

    assert reading.ask("/brouillon/", **headers)[0].status == 403
    assert reading.ask("/brouillon/", **{**headers, "Sec-Fetch-Mode": "navigate"})[0].status == 200
    assert reading.ask("/scanner/")[0].headers["Cross-Origin-Resource-Policy"] == "same-origin"


def token_of(preview: Running) -> str:
    """Return what a page of *preview* may change things with."""
    return preview.ask("/")[1].split('data-token="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("origin", "token", "status"),
    [
        ("http://127.0.0.1:{}", "right", 200),
        ("http://127.0.0.1:{}", "", 403),
        ("http://127.0.0.1:{}", "wrong", 403),
        ("http://localhost:{}", "right", 403),
        ("http://evil.example", "right", 403),
        ("https://127.0.0.1:{}", "right", 403),
        ("null", "right", 403),
        (None, "right", 403),
    ],
)
def test_view_as_needs_origin_and_token(reading: Running, origin: str | None, token: str, status: int) -> None:
    """Only a page of this preview can change as whom the site is seen."""
    headers = {"X-Marbre-Token": token_of(reading) if token == "right" else token}
    if origin is not None:
        headers["Origin"] = origin.format(reading.port)

    answer, _ = reading.ask("/.marbre/view-as", "POST", json.dumps({"as": "anonymous"}), **headers)

    assert answer.status == status


def test_view_as_a_tier_sets_a_session_that_opens_what_the_tier_holds(reading: Running) -> None:
    """The cookie is one of the key service, and it knows the reader and what he may read."""
    headers = {"X-Marbre-Token": token_of(reading), "Origin": reading.url}

    answer, _ = reading.ask("/.marbre/view-as", "POST", json.dumps({"as": "tier:premium"}), **headers)
    cookies = "; ".join(line.split(";")[0] for line in answer.headers.get_all("Set-Cookie"))
    session = json.loads(reading.ask("/acces/session", Cookie=cookies)[1])
    unknown, _ = reading.ask("/.marbre/view-as", "POST", json.dumps({"as": "tier:nobody"}), **headers)

    assert session["authenticated"]
    assert "premium" in session["grants"]
    assert unknown.status == 502


def test_the_demo_reader_logs_in_on_the_mounted_service(reading: Running) -> None:
    """The reader of interface.md section 5 has the first tier."""
    csrf_answer, text = reading.ask("/acces/session")
    cookie = csrf_answer.headers["Set-Cookie"].split(";")[0]
    headers = {"X-CSRFToken": json.loads(text)["csrf"], "Cookie": cookie, "Origin": reading.url}
    body = json.dumps({"email": "lecteur@example.org", "password": "bonne-lecture-2026"})

    answer, told = reading.ask(
        "/acces/_allauth/browser/v1/auth/login", "POST", body, Content_Type="application/json", **headers
    )

    assert answer.status == 200, told


def test_a_port_in_use_gives_the_next_one_and_a_line_that_says_so(reading: Running, root) -> None:
    """A second preview takes the next free port."""
    with running(root, "--no-keyservice", "--port", str(reading.port)) as second:
        assert second.port > reading.port
        assert second.said(f"port {reading.port} is in use: taking {second.port}")
        second.state(settled)


def test_only_loopback_listens(reading: Running) -> None:
    """No other address of this machine answers on the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.2", 0))  # an address that only this machine has, and that was not asked for
        assert probe.connect_ex(("127.0.0.2", reading.port)) != 0


def test_another_host_demands_the_token_that_is_printed(root) -> None:
    """With the network let in, nothing is served without the token; the address with it sets a cookie."""
    with running(root, "--no-keyservice", "--host", "0.0.0.0") as preview:
        token = preview.said("preview on ").split("?token=")[1]
        preview.said("warning[not-loopback]")
        without, page = preview.ask("/scanner/")
        wrong, _ = preview.ask("/?token=guess")
        right, _ = preview.ask(f"/?token={token}")
        cookie = right.headers["Set-Cookie"].split(";")[0]

        assert (without.status, wrong.status, right.status) == (403, 403, 303)
        assert "<html" not in page
        assert preview.ask("/.marbre/events")[0].status == 403
        assert preview.ask("/.marbre/preview.js", Cookie=cookie)[0].status == 200
        assert "HttpOnly" in right.headers["Set-Cookie"]


def test_settings_for_production_in_the_shell_do_not_reach_the_preview(root, tmp_path) -> None:
    """The preview seals with the development keyset, whatever the environment names."""
    foreign = {"MARBRE_ENV": "production", "MARBRE_KEYSET": str(tmp_path / "nowhere"), "DATABASE_URL": "postgres://x/y"}

    with running(root, environment=foreign) as preview:
        preview.state(lambda state: settled(state) and bool(state["views"]))

    assert (root / ".marbre/dev-keyset.json").exists()
    assert not (root / "public").exists()
