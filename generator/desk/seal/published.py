"""Public files of an article: pictures in the sizes and formats that browsers choose from, all else as it is."""

import hashlib
from collections.abc import Sequence
from html import escape
from mimetypes import guess_type
from posixpath import basename, splitext

from msgspec import Struct

from generator.desk.pictures.rendition import PictureError, Rendition
from generator.desk.plaintext import UsedFile
from generator.desk.seal.markup import choice, sized, with_images
from generator.desk.seal.shelf import Shelf
from generator.errors import Location, SourceError
from generator.model.output import Kind, OutputFile
from generator.model.page import PictureFile, PictureSource
from generator.model.urls import slugify

MEDIA_TYPES = {".avif": "image/avif", ".webp": "image/webp", ".epub": "application/epub+zip", ".m4a": "audio/mp4"}
PICTURES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".avif"})


class Published(Struct, frozen=True):
    """
    A public file.

    Attributes:
        url: Below the site's root; of a picture, its widest file in its own format.
        link: Where a link to it leads: of a picture, to all of it.
        outputs: Its files.
        width, height: Of the file at `url`, in pixels; 0 where unknown.
        sources: Of a picture: its formats, the preferred first, its own last. Empty for what is no picture, and SVG.
    """

    url: str
    link: str
    outputs: tuple[OutputFile, ...]
    width: int
    height: int
    media_type: str
    sources: tuple[PictureSource, ...] = ()


def publish_file(file: UsedFile, data: bytes, shelf: Shelf, where: Location, *, is_linked: bool) -> Published:
    """
    Return *file* as it is published, under `/assets/` with hashes in its names.

    Raises:
        SourceError: `bad-image`.
    """
    if not is_picture(file):
        output = _output(file, data, splitext(file.path)[1].lower())
        return Published(f"/{output.path}", f"/{output.path}", (output,), 0, 0, media_type_of(file.path))
    try:
        made = shelf.public(data) if file.is_image else ()
        whole = shelf.whole(data) if is_linked or not made else made[-1]
    except PictureError as error:
        raise bad_image(error, repr(file.path), where) from None
    outputs = [_output(file, one.data, one.suffix, one.width if len(made) > 1 else 0) for one in made]
    linked = _output(file, whole.data, whole.suffix) if is_linked or not made else outputs[-1]
    shown = made[-1] if made else whole
    return Published(
        url=f"/{(outputs or [linked])[-1].path}",
        link=f"/{linked.path}",
        outputs=tuple({output.path: output for output in (*outputs, linked)}.values()),
        width=shown.width,
        height=shown.height,
        media_type=shown.media_type,
        sources=_sources(made, outputs),
    )


def is_picture(file: UsedFile) -> bool:
    """Return whether a file is made of pixels: shown in place, whatever its ending, or offered under a picture's."""
    if file.path.lower().endswith(".svg"):
        return False
    if file.is_image:
        return media_type_of(file.path).split("/")[0] not in {"audio", "video"}
    return splitext(file.path)[1].lower() in PICTURES


def bad_image(error: PictureError, called: str, where: Location) -> SourceError:
    """Return the error of a picture; *called* is its name, or words that do not tell it."""
    return SourceError(where, "bad-image", f"{called} {error.problem}", error.hint)


def media_type_of(path: str) -> str:
    """Return the media type that a file's ending tells."""
    suffix = splitext(path)[1].lower()
    return MEDIA_TYPES.get(suffix) or guess_type(path)[0] or "application/octet-stream"


def place_public(html: str, file: UsedFile, published: Published, root: str, sizes: str) -> str:
    """Return *html* with the addresses of a public file in place of its key."""
    if file.key not in html:
        return html
    size = (published.width, published.height)

    def image(tag: str) -> str:
        if published.sources:
            return choice(tag, root, published.sources, size, sizes)
        return sized(tag, {"src": root + published.url[1:], "loading": "lazy", "decoding": "async"}, *size)

    html = with_images(html, file.key, image)
    return html.replace(file.key, escape(root + published.link[1:], quote=True))


def _output(file: UsedFile, data: bytes, suffix: str, width: int = 0) -> OutputFile:
    stem = slugify(splitext(basename(file.path))[0]) or "file"
    digest = hashlib.sha256(data).hexdigest()[:16]
    name = f"assets/{stem}.{width}.{digest}{suffix}" if width else f"assets/{stem}.{digest}{suffix}"
    return OutputFile(name, data, Kind.ASSET, (file.path,))


def _sources(made: Sequence[Rendition], outputs: Sequence[OutputFile]) -> tuple[PictureSource, ...]:
    files: dict[str, list[PictureFile]] = {}
    for one, output in zip(made, outputs, strict=True):
        files.setdefault(one.media_type, []).append(PictureFile(f"/{output.path}", one.width))
    return tuple(PictureSource(media_type, tuple(found)) for media_type, found in files.items())
