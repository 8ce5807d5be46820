"""
Files that only a section uses: sealed with it, once for each, because an asset's key stands in one section's manifest.

Of a picture one file is sealed, in the width of the column on a good screen: the opener asks for one name at a time, and
could not choose again when a telephone is turned (docs/decisions/004).
"""

import re
from collections.abc import Sequence
from html import escape
from posixpath import basename, splitext

from msgspec import Struct

from generator.desk.pictures.rendition import PictureError
from generator.desk.plaintext import UsedFile
from generator.desk.seal.markup import sized, with_images
from generator.desk.seal.published import bad_image, is_picture, media_type_of
from generator.desk.seal.shelf import Shelf
from generator.desk.seal.svg import inline_svg
from generator.errors import Location, SourceError
from generator.paywall.errors import SealError
from generator.paywall.keys import Keyset
from generator.paywall.sealing import SealedAsset, seal_asset

# A sealed file's name may tell what it shows, and messages end up in logs.
CALLED = "the sealed file named here"


class Section(Struct, frozen=True):
    """Where an asset is sealed."""

    keyset: Keyset
    article: str
    id: str


def seal_file(
    html: str, file: UsedFile, data: bytes, section: Section, shelf: Shelf, where: Location
) -> tuple[str, Sequence[SealedAsset]]:
    """
    Return *html* with the names of sealed assets in place of the key of *file*, and the assets.

    An SVG is put into the HTML itself, cleaned, since a blob of it could run script (format.md, section 9): no asset.

    Raises:
        SourceError: `bad-image`, `unsafe-svg`, `too-large`.
    """
    if file.path.lower().endswith(".svg") and file.is_image:
        html = with_images(html, file.key, lambda tag: inline_svg(data, _alt(tag), where))
    try:
        if is_picture(file):
            return _seal_picture(html, file, data, section, shelf)
        return _seal_other(html, file, data, section)
    except SealError as error:
        raise SourceError(where, error.word, f"{CALLED}: {error}", "make the file smaller") from None
    except PictureError as error:
        raise bad_image(error, CALLED, where) from None


def _seal_picture(
    html: str, file: UsedFile, data: bytes, section: Section, shelf: Shelf
) -> tuple[str, Sequence[SealedAsset]]:
    assets: list[SealedAsset] = []
    if f'src="{file.key}"' in html:
        shown = shelf.sealed(data)
        asset = _seal(shown.data, shown.media_type, section)
        size = (shown.width, shown.height)
        html = with_images(html, file.key, lambda tag: sized(tag, {"data-sealed": asset.name}, *size))
        html = html.replace(f'src="{file.key}"', f'data-sealed="{asset.name}"')
        assets.append(asset)
    if file.key in html:
        whole = shelf.whole(data)
        asset = _seal(whole.data, whole.media_type, section)
        html = _linked(html, file, section, asset.name, splitext(basename(file.path))[0] + whole.suffix)
        assets.append(asset)
    return html, assets


def _seal_other(html: str, file: UsedFile, data: bytes, section: Section) -> tuple[str, Sequence[SealedAsset]]:
    if file.key not in html:
        return html, ()
    asset = _seal(data, media_type_of(file.path), section)
    html = html.replace(f'src="{file.key}"', f'data-sealed="{asset.name}"')
    return _linked(html, file, section, asset.name, basename(file.path)), (asset,)


def _linked(html: str, file: UsedFile, section: Section, name: str, called: str) -> str:
    """Return *html* with links that work once the opener has the file."""
    download = escape(called, quote=True)
    return html.replace(f'href="{file.key}"', f'href="#{section.id}" data-sealed="{name}" download="{download}"')


def _seal(data: bytes, media_type: str, section: Section) -> SealedAsset:
    return seal_asset(
        keyset=section.keyset, article=section.article, section=section.id, data=data, media_type=media_type
    )


def _alt(tag: str) -> str:
    alt = re.search(r'\balt="([^"]*)"', tag)
    return alt[1] if alt else ""
