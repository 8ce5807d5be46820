"""The Nu HTML checker over many files in one run of Java."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.journeys.press_house import ROOT

JAR = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
# vnu 26.9.27 takes the `source` that follows a `source` for the picture's `img`, which has no `loading`. With one source
# it is content. `careless_pictures` looks at all of them, with their own `img`.
MISTAKEN = re.compile(r"The “sizes” attribute value starting with “auto” is only valid for lazy-loaded images\.")
PICTURE = re.compile(r"<picture>(?P<sources>.*?)(?P<image><img\b[^>]*>)</picture>", re.DOTALL)
# Pages include fragments below a heading of the second level.
FRAGMENT = """<!DOCTYPE html>
<html lang="fr"><head><title>Fragment</title></head><body>
<h1>Page</h1>
<h2>Fragment</h2>
{}
</body></html>
"""


def complaints(files: Iterable[Path]) -> list[str]:
    """Return what the checker finds in HTML files, errors and warnings alike, each with its place."""
    java = shutil.which("java")
    if java is None:
        pytest.fail("the HTML checker needs Java 17 or newer; hint: as root, apt-get install default-jre-headless")
    names = sorted(map(str, files))
    assert names
    run = subprocess.run(
        [java, "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", "--html", *names],
        capture_output=True,
        text=True,
        check=True,
    )
    found = [one for one in json.loads(run.stdout)["messages"] if not MISTAKEN.match(one["message"])]
    return [
        f"{one.get('url', '')}:{one.get('lastLine', 0)}: {one['message']} {one.get('extract', '')}" for one in found
    ]


def careless_pictures(html: str) -> list[str]:
    """Return the pictures whose size browsers are to find out (`sizes="auto"`) and that do not wait for it."""
    return [
        one["image"]
        for one in PICTURE.finditer(html)
        if 'sizes="auto' in one[0] and 'loading="lazy"' not in one["image"]
    ]


def whole(fragment: str) -> str:
    """Return a page with nothing but a fragment in it, as the checker wants pages."""
    return FRAGMENT.format(fragment)
