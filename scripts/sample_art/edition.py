"""The PDF of the sample edition: cover, contents, and the openings of its articles."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from sample_art.pdf import SANS, SANS_BOLD, SERIF, SERIF_BOLD, SERIF_ITALIC, Picture, Sheet, document, width_of

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
MARGIN, GUTTER, COLUMN = 56.0, 21.0, 231.0
FOOT = 786.0
PICTURE = (WIDTH - 2 * MARGIN) / 1.6  # height of a lead picture of 1600 x 1000
SIZE, LEADING, GAP = 10.2, 14.2, 5.0
TEAL, OXBLOOD, GREY, INK = (0.09, 0.25, 0.27), (0.48, 0.12, 0.17), (0.45, 0.42, 0.38), (0.15, 0.14, 0.13)


def edition(content: Path, cover: bytes) -> bytes:
    """Return the PDF of issue 12, made from the articles under *content*."""
    issue = _parsed(content / "issues/12/index.md")
    articles = [_with_kicker(content, _parsed(_source(content, name))) for name in issue["articles"]]
    pictures = [_picture(cover)]
    sheets = [Sheet(HEIGHT), Sheet(HEIGHT)]
    sheets[0].picture(0, 0, 0, WIDTH, HEIGHT)
    _contents(sheets[1], issue, articles)
    for number, article in enumerate(articles, start=3):
        sheet = Sheet(HEIGHT)
        _opening(sheet, article, pictures)
        _foot(sheet, number)
        sheets.append(sheet)
    return document(sheets, pictures, WIDTH, HEIGHT, f"Sagittale no 12, {issue['title']}")


def _source(content: Path, name: str) -> Path:
    bundle = content / name / "index.md"
    return bundle if bundle.exists() else content / f"{name}.md"


def _parsed(path: Path) -> dict[str, Any]:
    """Return the front matter of *path*, with `body` and `folder` added."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return {**yaml.safe_load(head), "body": body, "folder": path.parent}


def _with_kicker(content: Path, article: dict[str, Any]) -> dict[str, Any]:
    """Return *article* with its rubric's title for a kicker if it has none."""
    rubric = _parsed(content / f"rubrics/{article['rubric']}.md")
    return {"kicker": rubric["title"]} | article


def _picture(data: bytes) -> Picture:
    """Return *data* as a picture at most 1,000 pixels wide."""
    image = Image.open(BytesIO(data))
    image.thumbnail((1000, 1400), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return Picture(out.getvalue(), *image.size)


def _plain(markdown: str) -> str:
    """Return *markdown* without its marks, on one line."""
    text = re.sub(r"!?\[([^\]^]*)\](\([^)]*\)|\[[^\]]*\])", r"\1", markdown)
    text = re.sub(r"\[\^[^\]]+\]|[*`]", "", text)
    return re.sub(r"[ \n]+", " ", text).strip().replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")


def paragraphs(body: str, speakers: dict[str, Any]) -> list[str]:
    """Return the paragraphs before the first marker, with the long names of speakers."""
    public = re.split(r"^(?:<!-- paywall -->|::: paywall)", body, maxsplit=1, flags=re.M)[0]
    public = re.sub(r"^::: \w+\n.*?^:::\n", "", public, flags=re.M | re.S)
    blocks = [b for b in public.split("\n\n") if b.strip() and not b.lstrip().startswith(("|", "#", "!"))]
    named = [re.sub(r"^(\w+) / ", lambda m: f"{speakers[m[1]]['name']} / ", b.strip()) for b in blocks]
    return [_plain(block) for block in named]


def lines(text: str, size: float, width: float) -> list[str]:
    """Return *text* as lines no wider than *width* points."""
    found = [""]
    for word in text.split(" "):
        longer = f"{found[-1]} {word}".strip(" ")
        if found[-1] and width_of(longer, size) > width:
            found.append(word)
        else:
            found[-1] = longer
    return found


def _columns(sheet: Sheet, blocks: list[str], top: float) -> None:
    """Fill two columns from *top* with whole lines: to the foot of the page, or evenly if there are few."""
    rows: list[tuple[str, float]] = []
    for block in blocks:
        *first, last = lines(block, SIZE, COLUMN)
        rows += [(row, 0.0) for row in first] + [(last, GAP)]
    height = min(FOOT - 34 - top, sum(LEADING + gap for _, gap in rows) / 2 + LEADING)
    x, y = MARGIN, top
    for row, gap in rows:
        if y > top + height and x > MARGIN:
            return
        if y > top + height:
            x, y = MARGIN + COLUMN + GUTTER, top
        sheet.text(x, y, row, SERIF, SIZE)
        y += LEADING + gap


def _opening(sheet: Sheet, article: dict[str, Any], pictures: list[Picture]) -> None:
    """Set an article's page: kicker, title, standfirst, picture, opening."""
    sheet.text(MARGIN, 62, article["kicker"].upper(), SANS_BOLD, 8.5, OXBLOOD)
    y = 90.0
    for row in lines(_plain(article["title"]), 25, 452):
        sheet.text(MARGIN, y, row, SERIF_BOLD, 24, TEAL)
        y += 28
    for row in lines(_plain(article["standfirst"]), 12.5, 470):
        sheet.text(MARGIN, y, row, SERIF_ITALIC, 12.5)
        y += 17
    y += 4
    image = article.get("image")
    if image:
        pictures.append(_picture((article["folder"] / image["src"]).read_bytes()))
        sheet.picture(len(pictures) - 1, MARGIN, y, WIDTH - 2 * MARGIN, PICTURE)
        y += PICTURE + 12
        sheet.text(MARGIN, y, _plain(image.get("credit", "D.\u00a0R.")), SANS, 7, GREY)
    sheet.rule(MARGIN, y + 10, WIDTH - 2 * MARGIN, GREY)
    _columns(sheet, paragraphs(article["body"], article.get("speakers", {})), y + 30)
    sheet.text(MARGIN, FOOT - 8, "La suite de cet article se lit sur www.example.fr", SANS, 8, OXBLOOD)


def _contents(sheet: Sheet, issue: dict[str, Any], articles: list[dict[str, Any]]) -> None:
    """Set the contents and the editorial of the edition."""
    sheet.text(MARGIN, 96, "Sommaire", SERIF_BOLD, 34, TEAL)
    y = 140.0
    for number, article in enumerate(articles, start=3):
        sheet.rule(MARGIN, y - 18, WIDTH - 2 * MARGIN, GREY)
        sheet.text(MARGIN, y, str(number), SANS_BOLD, 12, OXBLOOD)
        for row in lines(_plain(article["title"]), 14, 420):
            sheet.text(MARGIN + 36, y, row, SERIF_BOLD, 13.5)
            y += 18
        y += 22
    sheet.rule(MARGIN, y - 18, WIDTH - 2 * MARGIN, GREY)
    sheet.text(MARGIN, y + 20, _plain(issue["title"]), SERIF_BOLD, 20, TEAL)
    _columns(sheet, paragraphs(issue["body"], {}), y + 48)
    sheet.text(MARGIN, FOOT - 24, "Éditions du Plan de coupe, Port-Lanay. Directrice de la publication : Claire Delmas."
               .replace(" :", "\N{NO-BREAK SPACE}:"), SANS, 8, GREY)  # fmt: skip
    sheet.text(MARGIN, FOOT - 12, "CPPAP 0000 W 00000 (numéro d’exemple). Publication d’exemple.", SANS, 8, GREY)
    _foot(sheet, 2)


def _foot(sheet: Sheet, number: int) -> None:
    sheet.rule(MARGIN, FOOT + 6, WIDTH - 2 * MARGIN, GREY)
    sheet.text(MARGIN, FOOT + 22, "Sagittale no 12, novembre 2026", SANS, 8, GREY)
    sheet.text(WIDTH - MARGIN - 12, FOOT + 22, str(number), SANS_BOLD, 9, INK)
