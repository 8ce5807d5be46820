"""What comes of a picture: files, or an error. Apart from what makes them, so that a build without pictures needs no Pillow."""

from dataclasses import dataclass, field
from typing import Literal

Format = Literal["avif", "webp", "jpeg", "png", "gif"]

SAVE_AGAIN = "save it again as JPEG, PNG or WebP"


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a picture; width and height in pixels."""

    format: Format
    width: int
    height: int
    data: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        return f"image/{self.format}"

    @property
    def suffix(self) -> str:
        return ".jpg" if self.format == "jpeg" else f".{self.format}"


class PictureError(Exception):
    """A picture that cannot be published: what is wrong with it, and what to do."""

    def __init__(self, problem: str, hint: str = SAVE_AGAIN) -> None:
        super().__init__(problem, hint)
        self.problem = problem
        self.hint = hint
