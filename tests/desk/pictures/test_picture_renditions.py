"""Renditions of single pictures: every kind of pixels, colours and damage that newsrooms receive."""

import random
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageFilter

from generator.desk.pictures.preparing import renditions, sealed_rendition, whole
from generator.desk.pictures.rendition import PictureError, Rendition
from generator.model.config import ImageSettings

SETTINGS = ImageSettings()
ORANGE = (230, 120, 20)


def grain(mode: str = "RGB", size: tuple[int, int] = (700, 500), colour: tuple[int, int, int] = ORANGE) -> Image.Image:
    """Return a picture of one colour with noise, heavy enough for renditions."""
    noise = Image.effect_noise(size, 30).filter(ImageFilter.GaussianBlur(1)).convert("RGB")
    return Image.blend(Image.new("RGB", size, colour), noise, 0.2).convert(mode)


def glass(mode: str) -> Image.Image:
    """Return the same, half of it half transparent."""
    picture = grain()
    alpha = Image.new("L", picture.size, 255)
    alpha.paste(128, (0, 0, 350, 500))
    picture.putalpha(alpha)
    return picture.convert(mode)


def data_of(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def pixels(one: Rendition) -> Image.Image:
    picture = Image.open(BytesIO(one.data))
    picture.load()
    assert (picture.size, picture.format.lower()) == ((one.width, one.height), one.format)
    return picture


def near(picture: Image.Image, colour: tuple[int, ...]) -> bool:
    """Return whether the average of a picture is this colour."""
    return all(abs(got - wanted) < 12 for got, wanted in zip(mean_of(picture), colour, strict=True))


def mean_of(picture: Image.Image) -> tuple[int, ...]:
    if picture.mode == "I;16":
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))


KINDS = {
    "grey": data_of(grain("L"), "PNG"),
    "palette": data_of(grain().quantize(64), "PNG"),
    "palette with transparency": data_of(grain().quantize(64), "PNG", transparency=0),
    "alpha": data_of(glass("RGBA"), "PNG"),
    "grey with alpha": data_of(glass("LA"), "PNG"),
    "black and white": data_of(Image.effect_noise((700, 500), 90).convert("1"), "PNG"),
    "sixteen bits": data_of(grain("L").convert("I").point(lambda value: value * 256).convert("I;16"), "PNG"),
    "CMYK": data_of(grain("CMYK"), "JPEG"),
    "several pictures": data_of(grain(), "MPO", save_all=True, append_images=[grain(size=(90, 60))]),
    "WebP": data_of(grain(), "WEBP", quality=90),
    "WebP without loss": data_of(grain("RGBA"), "WEBP", lossless=True),
    "AVIF": data_of(grain(size=(900, 700)), "AVIF", quality=95, speed=9),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_pixels_is_shown_as_it_was(name):
    """Colours, transparency and size survive in every rendition, and the last is in the picture's own format."""
    original = Image.open(BytesIO(KINDS[name]))
    made = renditions(KINDS[name], SETTINGS)
    own = {"MPO": "jpeg"}.get(original.format, original.format.lower())
    wanted = mean_of(original)

    assert made[-1].format == own
    assert made[-1].width == original.width
    for one in (*made, sealed_rendition(KINDS[name], SETTINGS), whole(KINDS[name])):
        picture = pixels(one)
        if not {"transparency", "alpha"} & {*name.split()}:  # what is behind transparent pixels is nobody's matter
            assert near(picture, wanted), one
        if "alpha" in name or "transparency" in name:
            assert picture.has_transparency_data, one


def exchanged() -> bytes:
    """Return a profile of which red is blue and blue is red."""
    data = bytearray(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"s\0R\0G\0B", b"x\0R\0G\0B")
    )
    places = {bytes(data[at : at + 4]): at for at in range(132, 132 + 12 * int.from_bytes(data[128:132]), 12)}
    red, blue = (places[name] for name in (b"rXYZ", b"bXYZ"))
    data[red + 4 : red + 12], data[blue + 4 : blue + 12] = data[blue + 4 : blue + 12], data[red + 4 : red + 12]
    return bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_colours_of_another_space_become_srgb(kind):
    """A picture with a profile has its colours without one; a profile that is damaged, or says sRGB, changes nothing."""
    plain = grain(size=(500, 300))
    red, green, blue = mean_of(plain)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for profile, wanted in (
        (exchanged(), (blue, green, red)),
        (srgb, (red, green, blue)),
        (exchanged()[:200], (red, green, blue)),
    ):
        data = data_of(plain, kind, icc_profile=profile)
        for one in (*renditions(data, SETTINGS), sealed_rendition(data, SETTINGS), whole(data)):
            assert near(pixels(one), wanted), one
            assert "icc_profile" not in pixels(one).info


@pytest.mark.slow
def test_what_stands_behind_a_picture_goes():
    """A film behind a JPEG, as telephones put it there, or an archive."""
    for kind in ("JPEG", "PNG", "WEBP"):
        data = data_of(grain(size=(300, 200)), kind) + b"PK\3\4 film with a place"
        assert b"film" not in whole(data).data
        assert all(b"film" not in one.data for one in renditions(data, SETTINGS))


@pytest.mark.slow
def test_a_format_that_would_be_larger_is_left_out():
    """Every offered format's widest file is smaller than the next one's, and narrow files are smaller than wide ones."""
    drawing = Image.new("P", (1600, 900))
    drawing.putpalette([0, 0, 0, 255, 255, 255, 200, 30, 30])
    for x in range(0, 1600, 16):
        drawing.paste(x // 16 % 3, (x, 0, x + 9, 900))
    data = data_of(drawing, "PNG", optimize=True) + b"\0" * 11_000  # so that it counts as a heavy file

    made = renditions(data, SETTINGS)
    widest = [
        max((one for one in made if one.format == kind), key=lambda one: one.width)
        for kind in dict.fromkeys(one.format for one in made)
    ]

    assert [len(one.data) for one in widest] == sorted(len(one.data) for one in widest)
    for kind in {one.format for one in made}:
        sizes = [len(one.data) for one in made if one.format == kind]
        assert sizes == sorted(sizes)


@pytest.mark.slow
def test_damaged_bytes_are_one_error_and_nothing_else():
    """Whatever a disk, a network or an attacker makes of a file: a picture, or a PictureError, and no warning."""
    some = [data_of(grain(size=(500, 300)), kind) for kind in ("JPEG", "PNG", "WEBP")]
    small = [data_of(grain(size=(120, 80)), kind) for kind in ("AVIF", "GIF", "JPEG")]
    chance = random.Random(7)
    refused = 0
    for _ in range(400):
        data = bytearray(chance.choice(some + small))
        for _ in range(chance.choice((1, 4, 20))):
            place = chance.randrange(chance.choice((60, len(data))))
            data[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        try:
            whole(bytes(data))
        except PictureError:
            refused += 1
    assert 40 < refused < 400
