"""An edge that compresses as CDNs do: text only, in the encoding that the test is about."""

import gzip
import subprocess
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Literal

from tests.journeys.press_house import Static

Encoding = Literal["gzip", "br"]

COMPRESS = Path(__file__).with_name("compress.mjs")
GZIP_LEVEL = 6  # the usual one of servers
TEXT = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".webmanifest", ".txt"})


class CompressingEdge(Static):
    """Serves text compressed and everything else, sealed files above all, as it is."""

    offers: ClassVar[Encoding] = "gzip"

    def do_GET(self) -> None:  # noqa: N802 (the name is http.server's)
        path = Path(self.translate_path(self.path.partition("?")[0]))
        path = path / "index.html" if path.is_dir() else path
        accepted = self.headers.get("Accept-Encoding", "")
        if path.suffix not in TEXT or not path.is_file() or CompressingEdge.offers not in accepted:
            super().do_GET()
            return
        data = compressed(path, path.stat().st_mtime_ns, CompressingEdge.offers)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", CompressingEdge.offers)
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Last-Modified", formatdate(path.stat().st_mtime, usegmt=True))
        self.end_headers()
        self.wfile.write(data)


@lru_cache(maxsize=2048)
def compressed(path: Path, _changed: int, encoding: Encoding) -> bytes:
    """Return a file's bytes in *encoding*; its time is part of the cache's key."""
    data = path.read_bytes()
    if encoding == "gzip":
        return gzip.compress(data, GZIP_LEVEL)
    return subprocess.run(["node", COMPRESS], input=data, stdout=subprocess.PIPE, check=True).stdout
