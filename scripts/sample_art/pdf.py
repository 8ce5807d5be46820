"""A small PDF writer: pages of pictures and text in the fonts that every reader of PDF has."""

from collections.abc import Iterable
from dataclasses import dataclass, field

# Advance widths of Times-Roman in thousandths of the size, from the metrics that PDF readers share.
_GROUPS = {
    180: "'", 250: " ,.\N{NO-BREAK SPACE}", 278: "/:;\\ijlt", 333: "!()-IJ[]`fr’‘·", 350: "•", 389: "s",
    400: "°", 408: '"', 444: "?aceéèêëçàâäz“”", 469: "^", 500: "#$*0123456789_bdghknopquvxyôöùûüñ«»–€²",
    541: "~", 556: "FPS", 564: "+<=>×", 611: "ELTZÉÈÊË", 667: "BCRÇ", 722: "ADGHKNOQUVXYwœÀÂÔ",
    778: "&m", 833: "%", 889: "MŒ", 921: "@", 944: "W", 1000: "—…",
}  # fmt: skip
WIDTHS = {char: width for width, chars in _GROUPS.items() for char in chars} | {"î": 278, "ï": 278, "J": 389}
SERIF, SERIF_BOLD, SERIF_ITALIC, SANS, SANS_BOLD = "F1", "F2", "F3", "F4", "F5"
_FACES = ("Times-Roman", "Times-Bold", "Times-Italic", "Helvetica", "Helvetica-Bold")


def width_of(text: str, size: float) -> float:
    """Return the width of *text* in Times-Roman, in points."""
    return sum(WIDTHS[char] for char in text) * size / 1000


def encoded(text: str) -> bytes:
    """Return *text* as a PDF string in Windows' Latin alphabet; narrow spaces become ordinary ones."""
    raw = text.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}").encode("cp1252")
    return b"(" + raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


@dataclass
class Sheet:
    """One page under way; lengths in points, the origin at the top left."""

    height: float
    marks: list[bytes] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        font: str,
        size: float,
        color: tuple[float, float, float] = (0.15, 0.14, 0.13),
    ) -> None:
        """Set *words* with the baseline at *y*."""
        paint = " ".join(f"{c:.3f}" for c in color)
        head = f"BT /{font} {size:g} Tf {paint} rg {x:.2f} {self.height - y:.2f} Td "
        self.marks.append(head.encode() + encoded(words) + b" Tj ET")

    def rule(self, x: float, y: float, width: float, color: tuple[float, float, float]) -> None:
        paint = " ".join(f"{c:.3f}" for c in color)
        self.marks.append(f"{paint} rg {x:.2f} {self.height - y:.2f} {width:.2f} 0.6 re f".encode())

    def picture(self, number: int, x: float, y: float, width: float, height: float) -> None:
        """Place picture *number* of the document with its top left corner at *x*, *y*."""
        self.pictures.append(number)
        place = f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {self.height - y - height:.2f} cm /P{number} Do Q"
        self.marks.append(place.encode())


@dataclass(frozen=True)
class Picture:
    """A JPEG file and its size in pixels."""

    data: bytes
    width: int
    height: int


def document(sheets: Iterable[Sheet], pictures: list[Picture], width: float, height: float, title: str) -> bytes:
    """Return the PDF file of *sheets*: the same bytes for the same input, no date, no random id."""
    sheets = list(sheets)
    first_picture = 4 + len(_FACES)
    first_sheet = first_picture + len(pictures)
    kids = " ".join(f"{first_sheet + 2 * i} 0 R" for i in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) /ViewerPreferences << /DisplayDocTitle true >> >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        b"<< /Title " + encoded(title) + b" /Author (Sagittale) >>",
        *(_face(name) for name in _FACES),
        *(_image(picture) for picture in pictures),
    ]
    for number, sheet in enumerate(sheets):
        content = b"\n".join(sheet.marks)
        objects.append(_page(sheet, first_sheet + 2 * number + 1, first_picture, width, height))
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
    return _file(objects)


def _face(name: str) -> bytes:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()


def _image(picture: Picture) -> bytes:
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} "
        f"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length {len(picture.data)} >>"
    )
    return head.encode() + b"\nstream\n" + picture.data + b"\nendstream"


def _page(sheet: Sheet, content: int, first_picture: int, width: float, height: float) -> bytes:
    fonts = " ".join(f"/F{i + 1} {4 + i} 0 R" for i in range(len(_FACES)))
    images = " ".join(f"/P{n} {first_picture + n} 0 R" for n in sorted(set(sheet.pictures)))
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:g} {height:g}] /Contents {content} 0 R "
        f"/Resources << /Font << {fonts} >> /XObject << {images} >> >> >>"
    ).encode()


def _file(objects: list[bytes]) -> bytes:
    """Return the file: objects, table of their offsets, trailer."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)
