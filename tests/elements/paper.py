"""A small paper that has each of the 26 elements of a press page once, and readers of its built pages."""

import json
import re
from html import unescape
from io import BytesIO
from typing import Any

from PIL import Image

from tests.sites.whole_site import article

SITE = """\
title: La Coupe
base_url: https://www.example.fr/
timezone: Europe/Paris
credit: D. R.
tiers:
  abonnes: {title: Abonnés}
  premium: {title: Premium}
"""

OFFERS = """\
offers:
  - id: mensuel
    tier: abonnes
    title: Offre mensuelle 100 % numérique
    price: 2300
    tagline: "sur ordinateur, tablette et téléphone"
    benefits: ["Tous les articles", "Le numéro du mois", "Les discussions"]
    button: S’abonner à La Coupe
  - {id: annuel, tier: premium, title: Offre annuelle, price: 22950, interval: year}
"""


def picture(width: int = 640, height: int = 400) -> bytes:
    """Return a PNG of one colour."""
    stream = BytesIO()
    Image.new("RGB", (width, height), (20, 60, 90)).save(stream, "PNG")
    return stream.getvalue()


def sentence(number: int) -> str:
    return f"La phrase numéro {number} décrit longuement ce que le service a fait ce jour-là, et avec qui."


INTERVIEW = "\n\n".join(
    f"DI / Première question, version {turn} ?\n\nOC / {sentence(turn)} {sentence(turn + 100)}" for turn in range(1, 12)
)

FILES: dict[str, str | bytes] = {
    "content/data/offers.yaml": OFFERS,
    "content/data/menus.yaml": "main:\n  - {rubric: securite}\nfooter:\n  - {label: Mentions légales, url: mentions}\n",
    "content/data/comments.yaml": "articles/entretien: 3\n",
    "content/data/newsletters.yaml": (
        "newsletters:\n  - {id: lundi, title: La lettre du lundi, cadence: Le lundi}\n"
        "  - {id: cachet, title: La lettre des abonnés, tier: abonnes}\n"
    ),
    "content/data/app.yaml": (
        "name: La Coupe\nios: https://apps.example.org/coupe/id1234567\n"
        "android: https://play.example.org/coupe\nprice_label: gratuit\n"
    ),
    "content/data/club.yaml": (
        "benefits:\n  - {id: visite, title: Une visite, tier: abonnes, text: Vingt places., until: 2027-01-16}\n"
    ),
    "content/pages/lettres.md": "---\ntitle: Nos lettres\ntemplate: newsletters\n---\nDeux lettres.\n",
    "content/pages/club.md": "---\ntitle: Le club\ntemplate: club\n---\nBienvenue.\n",
    "content/rubrics/securite.md": "---\ntitle: Sécurité\n---\n",
    "content/rubrics/imagerie.md": "---\ntitle: Imagerie\n---\n",
    "content/authors/claire-dumas.md": (
        "---\nname: Claire Dumas\nrole: Journaliste\nlinks: [{label: Carnet, url: 'https://carnet.example.org/'}]\n---\n"
        "Elle suit les hôpitaux.\n"
    ),
    "content/authors/jean-roux.md": "---\nname: Jean Roux\n---\n",
    "content/pages/mentions.md": "---\ntitle: Mentions légales\n---\nÉditeur : La Coupe.\n",
    "content/articles/entretien/index.md": article(
        INTERVIEW,
        title='"« Nous avons tout débranché »"',
        published="2026-03-20T08:00:00",
        updated="2026-09-11T13:23:00",
        corrections="[{at: 2026-09-11T13:23:00, text: 'Le service compte **douze** lits, et non vingt.'}]",
        kicker="Sécurité informatique",
        rubric="securite",
        authors="[claire-dumas, jean-roux]",
        tags="[cyberattaque, sauvegarde]",
        series="Après l’attaque",
        standfirst='"Le responsable raconte *une nuit*."',
        image='{src: photo.png, alt: "Un couloir vide", caption: "« Le papier ne tombe pas en panne », dit-il."}',
        access="abonnes",
        teaser="{characters: 1000, cut: character}",
        speakers="{DI: {name: Docteur Ibert, short: D. I., role: question}, OC: {name: Odile Cros, short: O. C.}}",
        aliases="[/2026/entretien.html]",
    ),
    "content/articles/entretien/photo.png": picture(),
    "content/articles/reprise.md": article(
        "La reprise a pris trois semaines.",
        title="La reprise",
        published="2026-04-02T09:00:00",
        rubric="securite",
        authors="[jean-roux]",
        tags="[sauvegarde]",
        series="Après l’attaque",
    ),
    "content/wire/2026-11-23-2350.md": "---\npublished: 2026-11-23T23:50:00\n---\nUn scanner de plus à Valombre.\n",
    "content/wire/2026-11-24-0730.md": (
        "---\npublished: 2026-11-24T07:30:00\nsource: étude\nlinks: [{label: Lire, url: 'https://etude.example.org/'}]\n"
        "---\nUne étude sur les bandes magnétiques.\n"
    ),
    "content/wire/2026-11-24-0730-bis.md": "---\npublished: 2026-11-24T07:30:00\n---\nEt une autre, le même instant.\n",
    "content/issues/7/index.md": (
        "---\ntitle: Sans réseau\nnumber: 7\npublished: 2026-11-02T06:00:00\ncover: {src: une.png, alt: La une}\n"
        "files: [{src: coupe-7.pdf, label: Le PDF}, {src: coupe-7.epub, label: Le livre numérique}]\n"
        "articles: [entretien, reprise]\naccess: abonnes\n"
        "early_access: {tiers: [premium], until: 2026-11-05T06:00:00}\n---\nL’éditorial du mois.\n"
    ),
    "content/issues/7/une.png": picture(300, 400),
    "content/issues/7/coupe-7.pdf": b"%PDF-1.4 CANARI-PDF " + bytes(range(256)) * 20,
    "content/issues/7/coupe-7.epub": b"PK\x03\x04 CANARI-EPUB " + bytes(range(255, -1, -1)) * 20,
}

ENTRETIEN = "securite/entretien/index.html"


def element(page: str, pattern: str) -> str:
    """Return the inside of the first element whose start tag begins as *pattern* says, up to its own end."""
    match = re.search(pattern.removesuffix(">") + "[^>]*>", page)
    assert match, f"no {pattern} in the page"
    name = re.match(r"<([a-z0-9-]+)", match[0])
    assert name
    depth, end = 1, match.end()
    for tag in re.finditer(rf"<(/?){name[1]}\b[^>]*>", page[match.end() :]):
        depth += -1 if tag[1] else 1
        if not depth:
            return page[match.end() : match.end() + tag.start()]
        end = match.end() + tag.end()
    return page[match.end() : end]


def text(html: str) -> str:
    """Return the words of *html* with white space folded; no-break spaces stay."""
    return re.sub(r"[ \n\t]+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def spaced(words: str) -> str:
    """Return *words* with plain spaces: whether a space breaks is the typographer's business."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def graph(page: str) -> dict[str, dict[str, Any]]:
    """Return a page's JSON-LD nodes by type."""
    data = json.loads(element(page, r'<script type="application/ld\+json">'))
    return {node["@type"]: node for node in data["@graph"]}
