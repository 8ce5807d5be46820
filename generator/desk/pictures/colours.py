"""Colours as a picture without a profile has them: sRGB."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageCms


def to_srgb(picture: Image.Image) -> Image.Image:
    """Return *picture* with the colours that its profile gives it; as it is if it has none, or one that says nothing."""
    profile = picture.info.get("icc_profile")
    if not profile or is_srgb(profile):
        return picture
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(colours, given, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture  # a damaged profile, or one of another kind of colours
    if converted is None:
        return picture
    if alpha:
        converted.putalpha(alpha)
    return converted


def is_srgb(profile: bytes) -> bool:
    """Return whether *profile* calls itself sRGB."""
    head = profile[:4096]
    return b"sRGB" in head or b"s\0R\0G\0B" in head


@lru_cache(maxsize=1)
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
