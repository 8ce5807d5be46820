"""The search index of the preview: made when somebody searches, not at every edit."""

import asyncio
from pathlib import Path

from starlette.responses import PlainTextResponse, Response

from generator.errors import SourceError
from generator.press.search.bundle import ENTRY
from generator.press.search.index import FOLDER, index_of
from generator.press.search.marking import fingerprint
from generator.preview.files import headers_for, media_type
from generator.preview.hostrules import HostRules

__all__ = ["FOLDER", "Searching"]


class Searching:
    """
    The files below `/pagefind/`, over the pages of *output*. All of it happens in one event loop.

    A search begins with the entry file; if a build has ended since the last one, the index is made anew then.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._files: dict[str, bytes] = {}
        self._marks: dict[str, str] = {}
        self._epoch = -1
        self._making = asyncio.Lock()

    async def answer(self, path: str, epoch: int, rules: HostRules) -> Response:
        """Return the file at *path*, an address of the output that begins with the index's folder."""
        async with self._making:
            try:
                if path.endswith(f"/{ENTRY}") and epoch != self._epoch:
                    await asyncio.to_thread(self._make)
                    self._epoch = epoch
            except (SourceError, OSError) as error:  # a build may be replacing pages
                return PlainTextResponse(f"{error}\n", 503, headers_for(path, rules))
        data = self._files.get(path.lstrip("/"))
        if data is None:
            return PlainTextResponse("not found\n", 404, headers_for(path, rules))
        return Response(data, 200, headers_for(path, rules), media_type(path))

    def _make(self) -> None:
        pages = {file.relative_to(self._output).as_posix(): file for file in self._output.rglob("*.html")}
        marks = {path: fingerprint(file.read_bytes()) for path, file in pages.items()}
        marks = {path: mark for path, mark in sorted(marks.items()) if mark}
        if marks != self._marks:
            made = index_of({path: pages[path] for path in marks}, self._output.parent)
            self._files = {file.path: file.data for file in made}
            self._marks = marks
