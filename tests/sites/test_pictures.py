"""Pictures of a whole site: what is published, what is sealed, what stops a build."""

import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from whole_site import NOW, WholeSite, article

from generator.paywall.keys import read_keyset_file
from generator.paywall.opening import OpenedAsset, OpenedSection, open_with_keyset

PROGRAM = Path(__file__).resolve().parents[2] / "build.py"
SEALED = "Un début public, lisible par tous.\n\n<!-- paywall -->\n\nLa suite, réservée à ceux qui paient."

PLACE = "Hameau-des-Aubiers-48.8566N"


def photo(width: int = 1800, height: int = 1200, *, kind: str = "JPEG", seed: int = 0, **options: object) -> bytes:
    """Return a picture with grain: red at the top, blue below, so that its top is known again."""
    picture = Image.new("RGB", (width, height), (40, 60, 190))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width, height // 4), fill=(210, 40, 30))
    for x in range(0, width, 7):
        draw.line((x, 0, (x * 13 + seed) % width, height), fill=(x % 200, (x * seed) % 200, 90), width=2)
    draw.rectangle((0, 0, width, height // 8), fill=(210, 40, 30))
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def plain() -> bytes:
    """Return a picture of one colour: a light file."""
    stream = BytesIO()
    Image.new("RGB", (620, 400), "#345").save(stream, "PNG")
    return stream.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Return what a telephone writes: where, when, which way up, and words."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010E] = PLACE
    made.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)})
    return made


def bundle(body: str, files: dict[str, bytes], **matter: str) -> dict[str, str | bytes]:
    return {
        "content/articles/x/index.md": article(body, **matter),
        **{f"content/articles/x/{name}": data for name, data in files.items()},
    }


def pictures(site: WholeSite) -> dict[str, Image.Image]:
    """Return every picture of the output below assets/, but for cards that the press draws."""
    found = {}
    for path, data in site.output().items():
        if re.search(r"^assets/(?!card\.).*\.(?:jpg|png|webp|avif|gif)$", path):
            found[path] = Image.open(BytesIO(data))
            found[path].load()
    return found


def tag(html: str, name: str = "img", having: str = "") -> str:
    return next(one for one in re.findall(rf"<{name}\b[^>]*>", html) if having in one)


@pytest.mark.slow
def test_a_picture_is_offered_in_formats_and_sizes_that_browsers_choose_from(tmp_path):
    """AVIF, then WebP, then its own format, each in four widths; the widths that srcset tells are those of the files."""
    site = WholeSite(tmp_path, bundle("Un texte.\n\n![Une salle](salle.jpg)", {"salle.jpg": photo()}))
    assert site.build().status == 0

    html = site["x/index.html"]
    sources = re.findall(r'<source type="([^"]+)" srcset="([^"]+)" sizes="([^"]+)">', html)
    image = tag(html, having="salle")

    assert [kind for kind, *_ in sources] == ["image/avif", "image/webp"]
    assert re.search(r'width="1600" height="1067"', image)
    assert 'loading="lazy"' in image
    assert 'alt="Une salle"' in image
    for offered in (*(srcset for _, srcset, _ in sources), re.search(r'srcset="([^"]+)"', image)[1]):
        widths = [one.split(" ") for one in offered.split(", ")]
        assert [width for _, width in widths] == ["480w", "800w", "1200w", "1600w"]
        for address, width in widths:
            picture = Image.open(BytesIO((tmp_path / "public" / address[1:]).read_bytes()))
            assert f"{picture.width}w" == width
            assert picture.height == round(picture.width * 1200 / 1800)
    assert {one.format for one in pictures(site).values()} == {"AVIF", "WEBP", "JPEG"}


@pytest.mark.slow
@pytest.mark.parametrize("orientation", [1, 2, 3, 6, 8])
def test_pictures_stand_upright_and_tell_nothing_of_their_maker(tmp_path, orientation):
    """The place, the words and the orientation of a telephone are in no file; what was above is above."""
    lying = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 6: "ROTATE_90", 8: "ROTATE_270"}
    stored = Image.open(BytesIO(photo(900, 600)))
    if orientation in lying:
        stored = stored.transpose(Image.Transpose[lying[orientation]])
    stream = BytesIO()
    stored.save(stream, "JPEG", quality=92, exif=exif(orientation), comment=PLACE.encode())
    site = WholeSite(
        tmp_path, bundle("![Une salle](salle.jpg) [en grand](salle.jpg)", {"salle.jpg": stream.getvalue()})
    )
    assert PLACE.encode() in stream.getvalue()
    assert site.build().status == 0

    found = pictures(site)
    assert not any(word in data for data in site.output().values() for word in (PLACE.encode(), b"Exif", b"GPS"))
    assert len(found) >= 7
    for path, picture in found.items():
        assert picture.width > picture.height, path
        assert not picture.getexif(), path
        assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & picture.info.keys(), path
        red, _, blue = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 20))
        assert red > 150 > blue, path
    linked = re.search(r'<a href="([^"]+\.jpg)"', site["x/index.html"])[1]
    assert found[linked[1:]].size == (900, 600)


@pytest.mark.slow
def test_the_lead_is_fetched_first_and_keeps_its_focus(tmp_path):
    """On its own page it is not lazy; where it is cropped a stylesheet keeps the point, without an inline style."""
    image = '{src: salle.jpg, alt: Une salle, focus: "72% 30%"}'
    site = WholeSite(tmp_path, bundle("Un texte.", {"salle.jpg": photo()}, image=image))
    assert site.build().status == 0

    lead = tag(site["x/index.html"], having="salle")
    assert 'fetchpriority="high"' in lead
    assert "lazy" not in lead
    assert 'data-focus="70 30"' in lead
    assert "style=" not in site["x/index.html"]
    assert re.search(r'srcset="/assets/salle\.480\.', lead)
    sheet = next(data for path, data in site.output().items() if re.search(r"assets/base\.\w+\.css", path)).decode()
    assert '[data-focus^="70 "] { --focus-x: 70%; }' in sheet
    assert '[data-focus$=" 30"] { --focus-y: 30%; }' in sheet
    assert 'property="og:image" content="https://www.example.fr/assets/salle.1600.' in site["x/index.html"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("etroite.jpg", photo(479, 900, exif=exif())),
        ("legere.png", plain()),
        ("petite.webp", photo(300, 200, kind="WEBP", exif=exif())),
        ("petite.avif", photo(300, 200, kind="AVIF", exif=exif())),
    ],
)
def test_a_small_picture_stays_one_file(tmp_path, name, data):
    """Narrower than 480 pixels or lighter than 10 KB: one file in its own format and size, without metadata."""
    site = WholeSite(tmp_path, bundle(f"![Une salle]({name})", {name: data}))
    assert site.build().status == 0

    [(path, picture)] = pictures(site).items()
    original = Image.open(BytesIO(data))
    assert (picture.format, picture.size) == (original.format, original.size)
    assert PLACE.encode() not in (tmp_path / "public" / path).read_bytes()
    image = tag(site["x/index.html"], having=path)
    assert f'width="{picture.width}" height="{picture.height}"' in image
    assert "srcset" not in site["x/index.html"]


def animation(kind: str) -> bytes:
    stream = BytesIO()
    frames = [Image.new("RGB", (600, 400), colour) for colour in ("red", "green", "blue")]
    words = {"GIF": {"comment": PLACE.encode()}, "WEBP": {"exif": exif()}, "PNG": {"exif": exif()}}[kind]
    frames[0].save(stream, kind, save_all=True, append_images=frames[1:], duration=80, loop=0, **words)
    return stream.getvalue()


@pytest.mark.parametrize(("kind", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")])
def test_an_animation_stays_one_and_loses_its_metadata(tmp_path, kind, name):
    """Its frames and times are what they were; the words beside them are gone."""
    data = animation(kind)
    assert PLACE.encode() in data
    site = WholeSite(tmp_path, bundle(f"![Un essai]({name})", {name: data}))
    assert site.build().status == 0

    [(path, picture)] = pictures(site).items()
    assert (picture.format, picture.n_frames, picture.info["loop"]) == (kind, 3, 0)
    assert PLACE.encode() not in (tmp_path / "public" / path).read_bytes()
    picture.seek(1)
    assert picture.convert("RGB").getpixel((5, 5))[1] > 100
    assert picture.info["duration"] == 80


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds nothing of it: a bomb, as far as its header tells."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


BAD = {
    "bomb.png": (png_of(30_000, 30_000), "has too many pixels"),
    "large.png": (png_of(11_000, 10_000), "has 11000 x 10000 pixels"),
    "cut.jpg": (photo(800, 600)[:9000], "is damaged"),
    "short.png": (photo(800, 600, kind="PNG")[:9000], "is damaged"),
    "text.jpg": (b"not a picture at all", "cannot be read as a picture"),
    "empty.webp": (b"", "cannot be read as a picture"),
    "scan.tiff": (photo(600, 400, kind="TIFF"), "cannot be read as a picture"),
    "cut.gif": (animation("GIF")[:-700], "is damaged"),
    "cut-animation.webp": (animation("WEBP")[:-20], ""),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_sound_picture_stops_the_build_with_file_and_hint(tmp_path, name):
    """Bombs are refused by their header, damaged files by their pixels; nothing is published."""
    data, problem = BAD[name]
    site = WholeSite(tmp_path, bundle(f"Un texte.\n\n![Une salle]({name})", {name: data}))

    run = site.build()

    assert run.status == 1
    assert run.codes == ["bad-image"]
    assert f"content/articles/x/index.md:8:1: error[bad-image]: 'articles/x/{name}' {problem}" in run.err
    assert "hint: save it" in run.err
    assert site.output() == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", [(16_500, 520), (520, 17_000)])
def test_a_side_too_long_for_a_format_leaves_that_format_out(tmp_path, size):
    """A banner or a long drawing is published in what can hold it."""
    stream = BytesIO()
    picture = Image.effect_noise(size, 60).convert("RGB")
    picture.save(stream, "JPEG", quality=60)
    site = WholeSite(tmp_path, bundle("![Une frise](frise.jpg)", {"frise.jpg": stream.getvalue()}))

    assert site.build().status == 0
    assert "JPEG" in {one.format for one in pictures(site).values()}


def opened(site: WholeSite) -> tuple[str, dict[str, bytes]]:
    """Return the HTML of the site's only section and the assets by name, as whoever has the keys sees them."""
    keyset = read_keyset_file(site.root / ".marbre/dev-keyset.json")
    html, assets = "", {}
    for path, data in site.output().items():
        if path.endswith(".spw"):
            found = open_with_keyset(data, keyset)
            if isinstance(found, OpenedSection):
                html = found.html
            elif isinstance(found, OpenedAsset):
                assets[path.removeprefix("sealed/")] = found.data
    return html, assets


@pytest.mark.slow
def test_a_sealed_picture_is_one_upright_file_without_metadata_and_nowhere_in_public(tmp_path):
    """No rendition of it lies in the output, nor its name, its place or its original; the workspace has none to see."""
    name = "k7wq3z-canari"
    data = photo(1800, 1200, exif=exif())
    site = WholeSite(
        tmp_path,
        bundle(
            f"{SEALED}\n\n![Un plan]({name}.jpg) et [en grand]({name}.jpg)\n\n![Un plan]({name}.jpg)",
            {f"{name}.jpg": data},
            access="abonnes",
        ),
    )
    assert site.build().status == 0

    html, assets = opened(site)
    shown = tag(html)
    rendition = Image.open(BytesIO(assets[re.search(r'data-sealed="([^"]+)"', shown)[1]]))
    linked = re.search(r'<a href="#s1" data-sealed="([^"]+)" download="([^"]+)"', html)
    assert (rendition.format, rendition.size) == ("WEBP", (1200, 800))
    assert 'width="1200" height="800"' in shown
    assert html.count("<img") == html.count("data-sealed=") - 1 == 2
    assert (Image.open(BytesIO(assets[linked[1]])).size, linked[2]) == ((1800, 1200), f"{name}.jpg")
    assert len(assets) == 2
    assert pictures(site) == {}
    assert not any(word.encode() in data for data in site.output().values() for word in (name, PLACE))
    assert not any(name in path for path in site.output())
    everywhere = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and "content" not in path.parts]
    for secret in (data[5000:5100], *(asset[len(asset) // 2 :][:100] for asset in assets.values())):
        assert not any(secret in found for found in everywhere)
    for asset in assets.values():
        assert PLACE.encode() not in asset
        assert not Image.open(BytesIO(asset)).getexif()


@pytest.mark.parametrize("extra", [{}, {"image": "a.jpg"}])
def test_the_original_of_a_sealed_picture_is_found_among_files_published_as_they_are(tmp_path, extra):
    """A copy in content/static stops the build, whatever its name, unless the article shows the picture to all."""
    data = photo(300, 200)
    files = bundle(f"{SEALED}\n\n![Un plan](a.jpg)", {"a.jpg": data}, access="abonnes", **extra)
    site = WholeSite(tmp_path, files | {"content/static/photos/copie.JPG": data})

    run = site.build()

    if extra:
        assert run.status == 0
    else:
        assert run.codes == ["sealed-original"]
        assert run.err.startswith("content/static/photos/copie.JPG: error")
        assert site.output() == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1800, 1200), (1300, 900), (300, 200)])
def test_a_picture_that_another_article_publishes_is_a_leak_of_the_one_that_seals_it(tmp_path, size):
    """The sealed file has the bytes of one of the public ones."""
    data = photo(*size)
    files = bundle(f"{SEALED}\n\n![Un plan](a.jpg)", {"a.jpg": data}, access="abonnes")
    files |= {
        "content/articles/y/index.md": article("Un texte.\n\n![Un plan](b.jpg)"),
        "content/articles/y/b.jpg": data,
    }
    run = WholeSite(tmp_path, files).build()

    assert run.status == 3
    assert re.search(r"section articles/x#s1 is readable in assets/b\.", run.err)


@pytest.mark.slow
def test_a_picture_of_both_sides_is_public_and_chosen_from_in_the_section_too(tmp_path):
    """The section names the public files: no reader loads it twice."""
    name = "les-branchements-thoracoabdominaux-de-la-table"
    body = f"![Un plan]({name}.jpg)\n\n{SEALED}\n\n![Un plan]({name}.jpg)"
    site = WholeSite(tmp_path, bundle(body, {f"{name}.jpg": photo(1000, 700)}, access="abonnes"))
    assert site.build().status == 0

    html, assets = opened(site)
    assert assets == {}
    assert tag(html, "source") in site["x/index.html"]
    assert tag(html) in site["x/index.html"]


def test_one_small_picture_shown_and_offered_in_a_section_is_one_asset(tmp_path):
    """The same bytes twice in one manifest would be an error of the format."""
    body = f"{SEALED}\n\n![Un plan](plan.png) et [lui](plan.png)\n\n![Encore](autre.png)"
    site = WholeSite(tmp_path, bundle(body, {"plan.png": plain(), "autre.png": plain()}, access="abonnes"))

    assert site.build().status == 0
    assert len(opened(site)[1]) == 1


def test_a_link_in_a_correction_finds_its_file(tmp_path):
    """Corrections are public, and so is what they link to."""
    corrections = '[{at: 2026-11-21T08:00:00, text: "Voir [le plan](plan.png)."}]'
    site = WholeSite(tmp_path, bundle("Un texte.", {"plan.png": plain()}, corrections=corrections))

    assert site.build().status == 0
    assert re.search(r'<a href="/assets/plan\.\w+\.png">le plan</a>', site["x/index.html"])


@pytest.mark.slow
def test_a_feed_has_one_file_of_each_picture(tmp_path):
    """Readers of feeds get an absolute address and no choice."""
    site = WholeSite(tmp_path, bundle("![Une salle](salle.jpg)", {"salle.jpg": photo()}))
    assert site.build().status == 0

    feed = site["feed.xml"]
    assert re.search(r'src="https://www\.example\.fr/assets/salle\.1600\.\w+\.jpg"', feed.replace("&quot;", '"'))
    assert "srcset" not in feed
    assert "picture&gt;" not in feed


@pytest.mark.slow
def test_what_the_author_says_of_a_picture_stays(tmp_path):
    """A width given gives the height and the sizes; a tag may have a `>` in its description."""
    body = 'Un texte.\n\n![Une salle](salle.jpg){: width=300 }\n\n<p><img src="salle.jpg" alt="a > b" class="c"></p>'
    site = WholeSite(tmp_path, bundle(body, {"salle.jpg": photo()}))
    assert site.build().status == 0

    html = site["x/index.html"]
    narrow = tag(html, having='width="300"')
    assert 'height="200"' in narrow
    assert 'sizes="300px"' in narrow
    assert html.count("<picture>") == 2
    assert re.search(r'class="c"[^<]*width="1600"|width="1600"[^<]*class="c"', html)


@pytest.mark.slow
def test_settings_say_which_formats_widths_and_sizes(tmp_path):
    """WebP alone, in two widths, in a column of one's own."""
    images = 'images: {widths: [900, 400], formats: [webp], sizes: "50vw"}\n'
    settings = (WholeSite(tmp_path / "a").root / "site.yaml").read_text() + images
    site = WholeSite(tmp_path / "b", bundle("![Une salle](salle.jpg)", {"salle.jpg": photo()}), site=settings)
    assert site.build().status == 0

    html = site["x/index.html"]
    [source] = re.findall(r"<source [^>]*>", html)
    assert re.fullmatch(
        r'<source type="image/webp" srcset="\S+\.400\.\w+\.webp 400w, \S+\.900\.\w+\.webp 900w" sizes="auto, 50vw">',
        source,
    )


def encoded(run: object) -> int:
    return int(re.search(r"(\d+) pictures encoded", run.err)[1])


@pytest.mark.slow
def test_a_picture_is_encoded_once(tmp_path):
    """Not for another text, not after a failed build, a lost output or a lost cache; only for `--clean` or other bytes."""
    site = WholeSite(tmp_path, bundle("Un texte.\n\n![Une salle](salle.jpg)", {"salle.jpg": photo()}))
    first = site.build("--verbose")
    before = site.output()
    assert (first.status, encoded(first)) == (0, 1)

    site.write({"content/articles/x/index.md": article("Un autre texte.\n\n![Une salle](salle.jpg)\n\n[x](y.md)")})
    assert site.build().status == 1
    site.write({"content/articles/x/index.md": article("Un autre texte.\n\n![Une salle](salle.jpg)")})
    assert encoded(site.build("--verbose")) == 0
    site.write({"content/articles/x/index.md": article("Un texte.\n\n![Une salle](salle.jpg)")})
    shutil.rmtree(tmp_path / "public")
    for path in tmp_path.glob(".marbre/cache*"):
        path.unlink()
    assert encoded(site.build("--verbose")) == 0
    assert site.output() == before
    assert encoded(site.build("--drafts", "--verbose")) == 0
    assert encoded(site.build("--clean", "--verbose")) == 1
    assert site.output() == before
    site.write({"content/articles/x/salle.jpg": photo(seed=3)})
    assert encoded(site.build("--verbose")) == 1


@pytest.mark.slow
def test_a_file_of_the_shelf_that_somebody_exchanged_is_made_again(tmp_path):
    """What lies under another's name, or is damaged, is never published."""
    files = {"a.jpg": photo(600, 400, seed=1), "b.jpg": photo(600, 400, seed=2)}
    site = WholeSite(tmp_path, bundle("![Une salle](a.jpg)\n\n![Un couloir](b.jpg)", files))
    assert site.build().status == 0
    before = site.output()
    one, two = sorted((tmp_path / ".marbre/pictures").iterdir())
    one_data, two_data = one.read_bytes(), two.read_bytes()
    assert one.stat().st_mode & 0o777 == 0o600

    for first, second in ((two_data, one_data), (one_data[:-1], b""), (one_data[:50] + b"x" + one_data[51:], two_data)):
        one.write_bytes(first)
        two.write_bytes(second)
        shutil.rmtree(tmp_path / "public")
        assert site.build().status == 0
        assert site.output() == before


@pytest.mark.slow
def test_pictures_that_nothing_uses_any_more_leave_the_shelf(tmp_path):
    """After a month, in which a draft or a taken-back text may need them again."""
    site = WholeSite(tmp_path, bundle("![Une salle](a.jpg)", {"a.jpg": photo(600, 400, seed=1)}))
    assert site.build().status == 0
    shelf = tmp_path / ".marbre/pictures"
    [first] = shelf.iterdir()
    site.write({"content/articles/x/a.jpg": photo(600, 400, seed=2)})
    assert site.build().status == 0
    assert len(list(shelf.iterdir())) == 2

    for path in shelf.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    site.write({"content/articles/x/index.md": article("Un texte.\n\n![Une salle](a.jpg)", tags="[irm]")})
    assert site.build().status == 0
    assert len(list(shelf.iterdir())) == 1
    assert not first.exists()


@pytest.mark.slow
def test_the_number_of_processes_leaves_no_trace_in_pictures(tmp_path):
    """Two builds without a shelf, by one process and by three, give the same bytes."""
    files: dict[str, str | bytes] = {}
    for number in range(3):
        folder = f"content/articles/x{number}"
        text = article(f"{SEALED}\n\n![Un plan](b.png)", title=f"Titre {number}", image="a.jpg", access="abonnes")
        files |= {f"{folder}/index.md": text, f"{folder}/a.jpg": photo(seed=number)}
        files[f"{folder}/b.png"] = photo(700, 500, kind="PNG", seed=number)
    site = WholeSite(tmp_path / "a", files)
    assert site.build().status == 0
    other = tmp_path / "b"
    shutil.copytree(
        site.root, other, ignore=shutil.ignore_patterns("public", "cache*", "outputs", "pictures", "state*")
    )
    command = [sys.executable, str(PROGRAM), "build", "--site", str(other / "site.yaml"), "--jobs", "3", "--now", NOW]
    done = subprocess.run([*command, "--verbose"], capture_output=True, text=True, check=True)

    assert "6 pictures encoded" in done.stderr
    assert WholeSite(other).output() == site.output()
