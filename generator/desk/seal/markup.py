"""The HTML of pictures: what a browser chooses from, how large it is, and when it is fetched."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from generator.model.page import PictureSource

# A `>` in quotes does not end a tag.
IMAGE = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_KEY = re.compile(r'\ssrc="\ue000f\d+\ue001"')  # no author can write one
_ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")


def with_images(html: str, key: str, make: Callable[[str], str]) -> str:
    """Return *html* with what *make* makes of each `img` tag whose address is *key*."""
    if key not in html:
        return html
    source = f'src="{key}"'
    return IMAGE.sub(lambda match: make(match[0]) if source in match[0] else match[0], html)


def is_linked(html: str, key: str) -> bool:
    """Return whether *key* stands anywhere in *html* but as the address of an `img`."""
    return key in html and key in with_images(html, key, lambda _: "")


def sized(tag: str, source: Mapping[str, str], width: int, height: int) -> str:
    """
    Return an `img` tag that has the attributes of *source* in place of its `src`, and width and height.

    What the author gave stays; of one side alone the other follows.
    """
    given = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(tag)}
    if width:
        wide, high = given.get("width", ""), given.get("height", "")
        if not wide and not high:
            wide, high = str(width), str(height)
        elif not high and wide.isdecimal():
            high = str(max(1, round(height * int(wide) / width)))
        elif not wide and high.isdecimal():
            wide = str(max(1, round(width * int(high) / height)))
        source = {**source, **({"width": wide} if wide else {}), **({"height": high} if high else {})}
    added = "".join(
        f' {name}="{escape(value)}"' for name, value in source.items() if name not in given or name == "src"
    )
    return _KEY.sub(lambda _: added, tag, count=1)


def choice(tag: str, root: str, sources: Sequence[PictureSource], size: tuple[int, int], sizes: str) -> str:
    """
    Return a `picture` with an `img` of *tag*, lazy, and one `source` for each format but the last, which the `img` has.

    Args:
        root: What stands before the address of a file.
        sizes: How wide the picture is shown, if its author does not say it.
    """
    own = sources[-1]
    given = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(tag)}
    # `auto` is a lazy picture's own width, in browsers that know to wait for it.
    sizes = f"{given['width']}px" if given.get("width", "").isdecimal() else f"auto, {sizes}"
    attributes = {"src": root + own.files[-1].url[1:]}
    if len(own.files) > 1:
        attributes |= {"srcset": srcset(root, own), "sizes": sizes}
    attributes |= {"loading": "lazy", "decoding": "async"}
    image = sized(tag, attributes, *size)
    if len(sources) == 1:
        return image
    others = "".join(
        f'<source type="{one.media_type}" srcset="{escape(srcset(root, one))}" sizes="{escape(sizes)}">'
        for one in sources[:-1]
    )
    return f"<picture>{others}{image}</picture>"


def srcset(root: str, source: PictureSource) -> str:
    """Return the files of one format as the attribute `srcset` names them."""
    return ", ".join(f"{root}{file.url[1:]} {file.width}w" for file in source.files)
