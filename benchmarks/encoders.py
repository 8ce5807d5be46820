"""
What a picture costs in each format, by the encoder's speed: `python benchmarks/encoders.py [FOLDER]`.

Takes the JPEG files below a folder, `content` by default, once as they are and once with the grain that cameras leave,
since drawn pictures flatter every encoder. One line each: milliseconds of one processor, bytes, and how far the pixels
are from the original (PSNR of the grey picture in dB, more is nearer).
"""

import math
import sys
import time
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

MOST = 8  # pictures
WAYS = [
    *(("AVIF", "speed", speed, {"quality": 50, "codec": "aom", "max_threads": 1}) for speed in (5, 6, 7, 8, 9)),
    *(("WEBP", "method", method, {"quality": 75}) for method in (2, 4, 6)),
    ("JPEG", "progressive", True, {"quality": 80, "optimize": True}),
]


def main(folder: Path) -> None:
    """Print a table for plain pictures, and one for pictures with grain."""
    plain = [Image.open(path).convert("RGB") for path in sorted(folder.rglob("*.jpg"))[:MOST]]
    for name, pictures in (("as they are", plain), ("with grain", [with_grain(one) for one in plain])):
        print(f"{len(pictures)} pictures {name}")
        for kind, word, value, options in WAYS:
            seconds, size, noise = measured(pictures, kind, {word: value, **options})
            print(f"  {kind:4} {word} {value!s:4} {seconds * 1000:6.0f} ms {size:7d} bytes {noise:6.2f} dB", flush=True)


def with_grain(picture: Image.Image) -> Image.Image:
    """Return *picture* with noise of about two grey levels of 256, the same in every run."""
    width, height = picture.size
    state, row = 1, bytearray()
    for _ in range(width * 4 + 977):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        row.append(124 + (state >> 16) % 9)
    rows = b"".join(bytes(row[(y * 331) % (width * 3) :][:width]) for y in range(height))
    grain = Image.frombytes("L", (width, height), rows).convert("RGB")
    return ImageChops.add(picture, grain, 1, -128)


def measured(pictures: list[Image.Image], kind: str, options: dict[str, object]) -> tuple[float, int, float]:
    """Return seconds, bytes and PSNR of one picture on the average."""
    seconds = size = 0.0
    error = 0.0
    for picture in pictures:
        stream = BytesIO()
        began = time.process_time()
        picture.save(stream, kind, **options)
        seconds += time.process_time() - began
        size += stream.tell()
        difference = ImageStat.Stat(ImageChops.difference(picture.convert("L"), Image.open(stream).convert("L")))
        error += difference.sum2[0] / difference.count[0]
    count = len(pictures)
    return seconds / count, int(size / count), 10 * math.log10(255**2 / (error / count))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "content"))
