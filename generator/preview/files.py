"""Answers from the output folder: pages with the preview's script, everything else as it is."""

import mimetypes
from pathlib import Path
from typing import Final

from starlette.responses import FileResponse, PlainTextResponse, Response

from generator.preview.hostrules import HostRules

# Of the machine's own table nobody knows what it says.
TYPES: Final = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".epub": "application/epub+zip",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".spw": "application/octet-stream",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
BUILTIN: Final = mimetypes.MimeTypes()

BROWSER: Final = Path(__file__).parent / "browser"
OWN_FILES: Final = frozenset(file.name for file in BROWSER.iterdir() if file.suffix in {".css", ".js"})

# Nothing of a preview may be kept, by the browser or by a page of another site.
ALWAYS: Final = {"cache-control": "no-store", "cross-origin-resource-policy": "same-origin"}


def media_type(name: str) -> str:
    """Return the type of a file by the ending of its *name*."""
    ending = Path(name).suffix.lower()
    return TYPES.get(ending) or BUILTIN.guess_type(name)[0] or "application/octet-stream"


def headers_for(path: str, rules: HostRules) -> dict[str, str]:
    """Return the headers that a host would send for *path*, but for those of caching."""
    return {**rules.for_path(path), **ALWAYS}


def file_answer(file: Path, path: str, rules: HostRules) -> Response:
    """Return *file* as it is."""
    headers = headers_for(path, rules)
    return FileResponse(file, headers=headers, media_type=headers.pop("content-type", None) or media_type(file.name))


def page_answer(page: bytes, path: str, rules: HostRules, epoch: int, status: int = 200) -> Response:
    """Return a *page*; the header says in which epoch it was read."""
    headers = {**headers_for(path, rules), "x-marbre-epoch": str(epoch)}
    return Response(page, status, headers, "text/html; charset=utf-8")


def own_file(name: str) -> Response:
    """Return one of the preview's own scripts and stylesheets."""
    if name not in OWN_FILES:
        return PlainTextResponse("not found\n", 404, ALWAYS)
    headers = {**ALWAYS, "x-content-type-options": "nosniff"}
    return Response((BROWSER / name).read_bytes(), 200, headers, media_type(name))
