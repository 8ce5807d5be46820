"""
The files that an article names: published under a name with their hash, or sealed with the section that shows them.

A file that any public part uses is public, and sections use the same address; one that only sections use is sealed,
once for each of them, because an asset's key stands in one section's manifest.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from mimetypes import guess_type
from posixpath import basename, splitext

from generator.desk.plaintext import UsedFile
from generator.desk.seal.svg import inline_svg
from generator.errors import Location, SourceError
from generator.model.output import Kind, OutputFile
from generator.model.urls import slugify
from generator.paywall.errors import SealError
from generator.paywall.keys import Keyset
from generator.paywall.sealing import SealedAsset, seal_asset

# Beyond this a picture is a mistake or an attack; Pillow's own limit is half of its bomb warning.
PIXEL_LIMIT = 100_000_000
MEDIA_TYPES = {".avif": "image/avif", ".webp": "image/webp", ".epub": "application/epub+zip", ".m4a": "audio/mp4"}

# A sealed file's name may tell what it shows, and messages end up in logs.
CALLED = "the sealed file named here"

ReadFile = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Published:
    """A public file: `url` below the site's root; width and height in pixels, 0 where unknown."""

    url: str
    output: OutputFile
    width: int
    height: int
    media_type: str


def publish_file(file: UsedFile, data: bytes, where: Location) -> Published:
    """
    Return *file* as it is published, under `/assets/` with its hash in its name.

    Raises:
        SourceError: `bad-image`.
    """
    stem, suffix = splitext(basename(file.path))
    digest = hashlib.sha256(data).hexdigest()[:16]
    name = f"assets/{slugify(stem) or 'file'}.{digest}{suffix.lower()}"
    width, height = image_size(data, file.path, where, repr(file.path)) if file.is_image else (0, 0)
    output = OutputFile(name, data, Kind.ASSET, (file.path,))
    return Published(f"/{name}", output, width, height, media_type_of(file.path))


def media_type_of(path: str) -> str:
    """Return the media type that a file's ending tells."""
    suffix = splitext(path)[1].lower()
    return MEDIA_TYPES.get(suffix) or guess_type(path)[0] or "application/octet-stream"


def image_size(data: bytes, path: str, where: Location, called: str) -> tuple[int, int]:
    """
    Return width and height in pixels as displayed, (0, 0) for SVG and for what is no picture.

    *called* is what a message calls the file: its name, or words that do not tell it.

    Raises:
        SourceError: `bad-image` for a picture that is damaged or larger than `PIXEL_LIMIT`.
    """
    if path.lower().endswith(".svg"):
        return (0, 0)
    if media_type_of(path).split("/")[0] in {"audio", "video"}:
        return (0, 0)
    from PIL import Image  # lazily: most articles have no picture

    try:
        with Image.open(BytesIO(data)) as picture:
            width, height = picture.size
            turned = picture.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        hint = "save it again as JPEG, PNG or WebP"
        raise SourceError(where, "bad-image", f"{called} cannot be read as a picture", hint) from None
    if width * height > PIXEL_LIMIT:
        raise SourceError(where, "bad-image", f"{called} has {width} x {height} pixels", "save it smaller")
    return (height, width) if turned else (width, height)


def place_public(html: str, file: UsedFile, published: Published, root: str) -> str:
    """Return *html* with the address of a public file in place of its key."""
    address = escape(root + published.url[1:], quote=True)
    size = f' width="{published.width}" height="{published.height}"' if published.width else ""
    html = html.replace(f'src="{file.key}"', f'src="{address}"{size} loading="lazy" decoding="async"')
    return html.replace(file.key, address)


@dataclass(frozen=True, slots=True)
class Section:
    """Where an asset is sealed."""

    keyset: Keyset
    article: str
    id: str


def seal_file(
    html: str, file: UsedFile, data: bytes, section: Section, where: Location
) -> tuple[str, SealedAsset | None]:
    """
    Return *html* with the sealed asset's name in place of the key of *file*, and the asset.

    An SVG is put into the HTML itself, cleaned, since a blob of it could run script (format.md, section 9): no asset.

    Raises:
        SourceError: `bad-image`, `unsafe-svg`, `too-large`.
    """
    if file.path.lower().endswith(".svg") and file.is_image:
        html = _with_svg(html, file, data, where)
        if file.key not in html:
            return html, None
    try:
        asset = seal_asset(
            keyset=section.keyset,
            article=section.article,
            section=section.id,
            data=data,
            media_type=media_type_of(file.path),
        )
    except SealError as error:
        raise SourceError(where, error.word, f"{CALLED}: {error}", "make the file smaller") from None
    width, height = image_size(data, file.path, where, CALLED) if file.is_image else (0, 0)
    size = f' width="{width}" height="{height}"' if width else ""
    html = html.replace(f'src="{file.key}"', f'data-sealed="{asset.name}"{size}')
    name = escape(basename(file.path), quote=True)
    return html.replace(
        f'href="{file.key}"', f'href="#{section.id}" data-sealed="{asset.name}" download="{name}"'
    ), asset


def _with_svg(html: str, file: UsedFile, data: bytes, where: Location) -> str:
    pattern = re.compile(rf'<img\b[^>]*src="{re.escape(file.key)}"[^>]*>')

    def replaced(match: re.Match[str]) -> str:
        alt = re.search(r'\balt="([^"]*)"', match[0])
        return inline_svg(data, alt[1] if alt else "", where)

    return pattern.sub(replaced, html)
