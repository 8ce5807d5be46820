"""
The corpus as sites: `python -m benchmarks.corpus --count 1000 --out DIR --engines marbre hugo`.

About 700 words and 5 KB an article: headings, emphasis, lists, quotes and links to older articles; a picture in one of
three, a table in one of ten, code in one of twenty; 12 rubrics, 40 authors, 300 tags. Always the same articles.
"""

import argparse
from pathlib import Path

from benchmarks.articles import article
from benchmarks.engines import ENGINES


def write(engine: str, root: Path, count: int) -> None:
    """Write the site of one engine with the first *count* articles."""
    ENGINES[engine].write(root, map(article, range(count)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.corpus", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--out", type=Path, required=True, help="a folder per engine is made in it")
    parser.add_argument("--engines", nargs="+", choices=[*ENGINES], default=["marbre"])
    arguments = parser.parse_args()
    for engine in arguments.engines:
        write(engine, arguments.out / engine, arguments.count)
        print(f"{engine}: {arguments.count} articles in {arguments.out / engine}")


if __name__ == "__main__":
    main()
