"""
Draws the pictures and the PDF edition of the sample publication, the same bytes on each run.

    python scripts/draw_sample.py            writes them below content/
    python scripts/draw_sample.py --check    writes nothing; exit status 1 if a file differs

The bytes depend on the Pillow of the lock file and on the text of the articles that the edition quotes.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sample_art import cover, diagrams, machines, people, rooms
from sample_art.edition import edition

CONTENT = Path(__file__).resolve().parent.parent / "content"
COVER = "issues/12/couverture.jpg"
EDITION = "issues/12/sagittale-12.pdf"
ARTICLE_PICTURES: dict[str, Callable[[], bytes]] = {
    "enquetes/facture-des-algorithmes/factures.jpg": diagrams.bills,
    "imagerie/depistage-poumon/poumons.jpg": machines.lungs,
    "imagerie/dose-pediatrique/schema-projection.png": diagrams.projection,
    "imagerie/dose-pediatrique/sinogramme.jpg": machines.sinogram,
    "imagerie/irm-quinze-minutes/irm.jpg": machines.k_space,
    "imagerie/irm-au-lit/aimant.jpg": machines.magnet,
    "imagerie/low-field-mri-bedside/magnet.jpg": machines.magnet,
    "imagerie/scanner-comptage-photonique/scanner.jpg": machines.scanner,
    "metiers/ingenieure-des-images/ecrans.jpg": rooms.reading_room,
    "metiers/teleradiologie-nuit/nuit.jpg": rooms.night,
    "securite/appareils-oublies/plan.jpg": rooms.floor_plan,
    "securite/entretien-helene-castaing/helene-castaing.jpg": people.before_screens,
    "securite/exercice-de-crise/couloir.jpg": rooms.corridor,
    "systemes/migration-archive/archive.jpg": rooms.archive,
    "systemes/migration-archive/debit.png": diagrams.weekly_volume,
    "systemes/migration-archive/guichet.png": diagrams.desk,
}
PORTRAITS: dict[str, Callable[[], bytes]] = {
    "claire-delmas": people.claire,
    "paul-vasseur": people.paul,
    "samia-benhaddou": people.samia,
    "yann-kerbrat": people.yann,
}


def drawings() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield path below content/ and the function that draws it; the edition, which quotes them, last."""
    for path, draw in ARTICLE_PICTURES.items():
        yield f"articles/{path}", draw
    for author, draw in PORTRAITS.items():
        yield f"authors/{author}.png", draw
    yield COVER, cover.cover
    yield EDITION, lambda: edition(CONTENT, (CONTENT / COVER).read_bytes())


def check() -> int:
    """Return the exit status: 1 if a file is missing or differs from what would be drawn."""
    stale = []
    for path, draw in drawings():
        file = CONTENT / path
        if not file.exists() or file.read_bytes() != draw():
            stale.append(path)
    for path in stale:
        print(f"content/{path}: differs from its drawing", file=sys.stderr)
    return 1 if stale else 0


def write() -> int:
    """Write what differs; return the exit status 0."""
    for path, draw in drawings():
        file, data = CONTENT / path, draw()
        if not file.exists() or file.read_bytes() != data:
            file.write_bytes(data)
            print(f"content/{path}: {len(data):,} bytes")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="draw the pictures of the sample publication")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    return check() if parser.parse_args().check else write()


if __name__ == "__main__":
    sys.exit(main())
