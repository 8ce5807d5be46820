"""The browser modules pass the published vectors in a real browser."""

import json
from pathlib import Path

import pytest

from tests.browser.loopback import Reply

VECTORS = Path(__file__).parents[1] / "vectors"
PAGE = b"""<!doctype html><meta charset="utf-8"><title>Vectors</title><script type="module" src="/page.js"></script>"""
SCRIPT = b"""
import { report, runVectors } from "/m/testing/run.js";
const vectors = await (await fetch("/vectors.json")).json();
export const outcomes = await runVectors(vectors);
export const lines = report(outcomes);
"""


@pytest.mark.browser
@pytest.mark.slow
def test_opener_passes_every_vector_in_chromium(server, page, capsys):
    """
    Each vector whose operation an opener has gives its published result, those for strict inflation too.
    """
    names = [entry["name"] for entry in json.loads((VECTORS / "index.json").read_text(encoding="utf-8"))["vectors"]]
    vectors = [json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8")) for name in names]
    opener_has = {"parse-header", "pad", "hkdf", "aes-gcm", "open", "open-variants"}
    server.routes |= {
        "/": Reply(
            PAGE, headers=(("Content-Security-Policy", "default-src 'self'; require-trusted-types-for 'script'"),)
        ),
        "/page.js": Reply(SCRIPT, "text/javascript"),
        "/vectors.json": Reply(json.dumps(vectors).encode(), "application/json"),
    }

    page.goto(server.origin)
    outcomes, lines = page.evaluate("import('/page.js').then(({ outcomes, lines }) => [outcomes, lines])")
    with capsys.disabled():
        print("", *lines, sep="\n")

    assert [outcome for outcome in outcomes if outcome["problem"]] == []
    ran = {outcome["name"] for outcome in outcomes if not outcome["skipped"]}
    assert ran == {vector["name"] for vector in vectors if vector["operation"] in opener_has}
    assert lines[-1] == f"{len(ran)} passed, 0 failed"
