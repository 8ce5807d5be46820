"""A sealed sentence is found under every encoding that browsers, feeds and archives undo, alone and two deep."""

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import quopri
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.press.audit.audited_site import PAGE, SENTENCE, SENTENCE_LINE, BuiltSite, asset, budget_site, page

UTF8 = SENTENCE.encode()


def _zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OEBPS/chapitre.xhtml", b"<p>" + data + b"</p>")
    return stream.getvalue()


def _pdf(text: str) -> bytes:
    kerned = ")-20(".join(text[at : at + 3] for at in range(0, len(text), 3))
    stream = zlib.compress(f"BT /F1 12 Tf [({kerned})] TJ ET".encode("latin-1"))
    return (
        b"%PDF-1.7\n1 0 obj <</Length 1 /Filter /FlateDecode>>\nstream\n" + stream + b"\nendstream\n%%EOF\n\xff\xfe\x00"
    )


def _png(keyword: bytes, data: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    pixels = zlib.compress(bytes(64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", pixels) + chunk(keyword, data) + chunk(b"IEND", b"")


TEXTS: dict[str, Callable[[str], str]] = {
    "entities": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "entities in hexadecimal": lambda text: "".join(f"&#x{ord(letter):x};" for letter in text),
    "escaped markup": lambda text: html.escape(f"<p><em>Toute</em> {text.removeprefix('Toute ')}</p>"),
    "entities twice": lambda text: html.escape("".join(f"&#{ord(letter)};" for letter in text)),
    "percent-encoding": lambda text: f"https://example.org/partager?texte={quote(text)}",
    "percent-encoding of a form": lambda text: "texte=" + quote(text).replace("%20", "+"),
    "escapes of JSON": lambda text: json.dumps({"body": "".join(f"{letter}" for letter in text)}).replace(" ", "\\u0020"),
    "escapes of JSON twice": lambda text: json.dumps(json.dumps(f"« {text} »")),
    "escapes in hexadecimal": lambda text: "s='" + "".join(f"\\x{byte:02x}" for byte in text.encode("latin-1")) + "'",
    "character codes": lambda text: f"String.fromCharCode({', '.join(str(ord(letter)) for letter in text)})",
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 in lines": lambda text: base64.encodebytes(text.encode() * 3).decode(),
    "base64url": lambda text: base64.urlsafe_b64encode(b"\xf0\x9f\x99\x82\xc3\xbf\xc3\xbe" + text.encode()).decode().rstrip("="),
    "base64 after one byte": lambda text: base64.b64encode(b"x" + text.encode()).decode()[1:],
    "base64 after two bytes": lambda text: base64.b64encode(b"xy" + text.encode()).decode()[2:],
    "data URL": lambda text: f"data:text/html;base64,{base64.b64encode(text.encode()).decode()}",
    "hexadecimal": lambda text: text.encode().hex(),
    "base64 of gzip": lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "percent-encoded base64": lambda text: quote(base64.b64encode(text.encode()).decode(), safe="").replace("D", "%44"),
    "base64 of base64": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
}  # fmt: skip
FILES: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: gzip.compress(UTF8),
    "zlib": lambda: zlib.compress(UTF8),
    "raw deflate": lambda: zlib.compress(UTF8)[2:-4],
    "bzip2": lambda: bz2.compress(UTF8),
    "xz": lambda: lzma.compress(UTF8),
    "gzip after other bytes": lambda: b"\x00\x01\xff" * 9 + gzip.compress(UTF8) + b"\x00\xff",
    "EPUB": lambda: _zipped(UTF8),
    "gzip of a zip": lambda: gzip.compress(_zipped(UTF8)),
    "PDF": lambda: _pdf(SENTENCE),
    "text of a PNG": lambda: _png(b"iTXt", b"Description\0\0\0fr\0\0" + UTF8),
    "compressed text of a PNG": lambda: _png(b"zTXt", b"Description\0\0" + zlib.compress(UTF8)),
    "comment of a JPEG": lambda: b"\xff\xd8\xff\xfe\x00\x70" + UTF8 + b"\xff\xd9\x00",
    "UTF-16 with a mark": lambda: SENTENCE.encode("utf-16"),
    "UTF-16 without a mark": lambda: SENTENCE.encode("utf-16-be"),
    "UTF-16 in an image": lambda: b"\xff\xd8\xff\xe1\x00\x01" + SENTENCE.encode("utf-16-le") + b"\xff\xd9\x81\x82",
    "Latin-1": lambda: SENTENCE.encode("latin-1"),
    "text before zeros": lambda: UTF8 + bytes(1000),
    "text in a tape archive": lambda: b"a.txt".ljust(512, b"\0") + UTF8.ljust(512, b"\0") + bytes(1024),
    "gzip of a tape archive": lambda: gzip.compress(b"a.txt".ljust(512, b"\0") + UTF8.ljust(512, b"\0") + bytes(9216)),
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_an_encoded_sentence_in_a_page_is_a_leak(encoding: str) -> None:
    """The finding says how the sentence is hidden; words that the encoding leaves as they are may be told as plain."""
    hidden = TEXTS[encoding](SENTENCE)

    leaks = budget_site(f'<p class="a">x</p>\n<div data-x="{hidden}">{hidden}</div>').audited().leaks

    assert {(leak.output, leak.section, leak.source.line) for leak in leaks} == {
        (PAGE, "articles/budget#s1", SENTENCE_LINE)
    }
    assert encoding == "escaped markup" or any(leak.encoding != "plain" for leak in leaks)


B64 = base64.b64encode(SENTENCE.encode()).decode()
PACKED64 = base64.b64encode(gzip.compress(UTF8)).decode()
ADDRESS = "https://example.org/articles/enquetes/facture-des-algorithmes"
BESIDE: dict[str, str] = {
    "indented lines": "\n".join(f"    {B64[at : at + 40]}" for at in range(0, len(B64), 40)),
    "indented lines of gzip": "\n".join(f"        {PACKED64[at : at + 64]}" for at in range(0, len(PACKED64), 64)),
    "after an address": f"{ADDRESS} {B64}",
    "gzip after an address": f"{ADDRESS}\n{PACKED64}",
    "before an address": f"{B64}\n{ADDRESS}",
    "between dashes": f"{'-' * 30}\n{B64}\n{'-' * 30}",
    "after other base64": f"{base64.b64encode(b'un texte tout autre, et plus court').decode()}\n{B64}",
    "codes with narrow spaces": "\u202f; ".join(str(ord(letter)) for letter in SENTENCE),
    "codes with line ends": ",\f\n ".join(str(ord(letter)) for letter in SENTENCE),
}


@pytest.mark.parametrize("beside", BESIDE)
def test_what_stands_beside_an_encoded_sentence_does_not_hide_it(beside: str) -> None:
    """Spaces, addresses and rows of dashes have letters of the same alphabet, or break a run."""
    site = budget_site().write("notes.txt", BESIDE[beside])

    assert {(leak.output, leak.section) for leak in site.audited().leaks} == {("notes.txt", "articles/budget#s1")}


def test_what_is_met_deep_down_first_is_decoded_where_it_stands_less_deep() -> None:
    """Three encodings are undone: what is the third of one string may be the first of another."""
    inner = quote(SENTENCE, safe="")
    outer = base64.b64encode(json.dumps(json.dumps(inner)).encode()).decode()
    for first, second in ((outer, inner), (inner, outer)):
        site = budget_site().write("notes.txt", f"{first}\n\n{second}")
        assert site.audited().leaks


@pytest.mark.parametrize("encoding", FILES)
def test_a_sentence_in_a_binary_file_is_a_leak(encoding: str) -> None:
    """Compressed streams, archives and metadata are opened."""
    leaks = budget_site().write("fichier.bin", FILES[encoding]()).audited().leaks

    assert {(leak.output, leak.section, leak.source.line) for leak in leaks} == {
        ("fichier.bin", "articles/budget#s1", SENTENCE_LINE)
    }


def test_a_few_words_in_the_metadata_of_a_picture_are_a_leak() -> None:
    """They stand in no text, and are no chance for that."""
    words = "fusion de dossiers se fait à deux, et jamais devant"
    picture = b"\x89PNG\r\n\x1a\n\0\0\1\1tEXtComment\0" + words.encode() + b"\0\0\0\0"

    assert budget_site().write("assets/graph.png", picture).audited().leaks


@pytest.mark.slow
def test_a_file_that_inflates_without_end_is_left_alone_soon() -> None:
    """A bomb costs a bounded time, and that it was not read to its end is a warning."""
    bomb = gzip.compress(gzip.compress(b"<p> </p>" * 4_000_000))

    result = budget_site().write("bombe.gz", bomb).audited()

    assert result.leaks == ()
    assert [(str(one.where), one.code) for one in result.warnings] == [("bombe.gz", "not-auditable")]


def test_a_file_that_nothing_here_can_decompress_is_a_warning() -> None:
    """Brotli and zstd have no decoder in the standard library."""
    result = budget_site().write("systemes/budget/index.html.br", b"\x8b\x02\x80").audited()

    assert [(str(one.where), one.code) for one in result.warnings] == [
        ("systemes/budget/index.html.br", "not-auditable")
    ]


def picture(seed: int, size: int = 40_000) -> bytes:
    """Return bytes as an encoded picture has them."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + random.Random(seed).randbytes(size)


def picture_site(data: bytes) -> BuiltSite:
    site = BuiltSite({"articles/a.md": "---\naccess: abonnes\n---\n<!-- paywall -->\n![](coupe.jpg)\n"})
    sealed = asset("articles/a", data)
    element = site.seal("articles/a", f'<p><img data-sealed="{sealed.name}" alt=""></p>', assets=(sealed,))
    return site.write("a/index.html", page("articles/a", element))


@pytest.mark.parametrize(
    ("path", "hide"),
    [
        ("assets/coupe.jpg", lambda data: data),
        ("assets/autre.jpg", lambda data: b"\xff\xd8" + data[2000:]),
        ("numero.epub", lambda data: _zipped(data)),
        ("a/carte.svg", lambda data: b"<svg><image href='data:image/jpeg;base64," + base64.b64encode(data) + b"'/></svg>"),
    ],
)  # fmt: skip
def test_a_sealed_picture_is_found_under_any_name_and_in_archives(path: str, hide: Callable[[bytes], bytes]) -> None:
    """Whole or in part, alone, in an EPUB or in a data URL."""
    data = picture(1)
    assert picture_site(data).write("assets/public.jpg", picture(2)).audited().leaks == ()

    leaks = picture_site(data).write(path, hide(data)).audited().leaks

    assert [(leak.output, leak.section) for leak in leaks] == [(path, "articles/a#s1")]


def test_a_profile_that_two_pictures_share_is_no_leak() -> None:
    """Colour profiles and fonts are in many files: a small share of a file's bytes says nothing."""
    profile = random.Random(3).randbytes(6_000)

    site = picture_site(picture(1) + profile).write("assets/public.jpg", picture(2) + profile)

    assert site.audited().leaks == ()


def test_a_sealed_table_of_figures_is_found_by_its_words() -> None:
    """A CSV that only subscribers may download is text."""
    table = "service,alertes par jour\nradiothérapie pédiatrique de Valombre secteur nord,17\n".encode()
    sealed = asset("articles/a", table, "text/csv")
    site = BuiltSite({"articles/a.md": "---\naccess: abonnes\n---\n<!-- paywall -->\n[tableau](ecarts.csv)\n"})
    element = site.seal("articles/a", f'<p><a data-sealed="{sealed.name}">Tableau</a></p>', assets=(sealed,))
    site.write("a/index.html", page("articles/a", element))
    assert site.audited().leaks == ()

    leaks = site.write("feed.xml", "<p>jour radiothérapie pédiatrique de Valombre secteur nord 17</p>").audited().leaks

    assert [(leak.output, leak.section) for leak in leaks] == [("feed.xml", "articles/a#s1")]
