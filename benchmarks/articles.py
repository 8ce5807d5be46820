"""
The articles of the corpus. Article i depends on i alone: it is the same for every count.

Text is as typed on a keyboard, with straight quotes, `--` and plain spaces: setting the type is work that is measured.
"""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from benchmarks import prose, words

SEED = "gazette-1"
WORDS = 700  # of a body, about 5 KB
START = datetime(2016, 1, 4, 6, 0)  # noqa: DTZ001 - naive times are in the site's zone, as authors write them
STEP = timedelta(minutes=47)  # so that 100,000 articles end before 2025 and none is ever in the future
PHOTOS = 20
RUBRICS = {
    "politique": "Politique",
    "economie": "Économie",
    "monde": "Monde",
    "culture": "Culture",
    "technologies": "Technologies",
    "sciences": "Sciences",
    "sports": "Sports",
    "sante": "Santé",
    "opinions": "Opinions",
    "education": "Éducation",
    "justice": "Justice",
    "environnement": "Environnement",
}
SEALED = {"economie": "abonnes", "technologies": "abonnes", "sante": "premium", "justice": "abonnes"}

Link = Callable[["Head"], str]
Image = Callable[[str], str]


def slugify(text: str) -> str:
    """Return *text* as addresses write it: small ASCII letters, digits and hyphens."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("’", "-")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")


def _bare(noun: str) -> str:
    return noun.removeprefix("l’").removeprefix("le ").removeprefix("la ")


AUTHORS = tuple(
    f"{words.FIRST_NAMES[number % len(words.FIRST_NAMES)]} {words.LAST_NAMES[number * 37]}" for number in range(40)
)
# The last 90 are places: a tag of which few articles are is as usual as one of many.
TAGS = tuple(dict.fromkeys(map(_bare, (*words.FEMININE, *words.MASCULINE, *words.TOWNS[::7]))))[:300]


@dataclass(frozen=True, slots=True)
class Head:
    """What others need to know of an article: cheap to make, so that any may link to any older one."""

    number: int
    rubric: str
    slug: str
    title: str


@lru_cache(maxsize=4096)
def head(number: int) -> Head:
    """Return the head of an article; rubrics take turns, so a third of any twelve articles is sealed."""
    title = prose.headline(random.Random(f"{SEED}/head/{number}"))
    return Head(number, tuple(RUBRICS)[number % len(RUBRICS)], f"{slugify(title)[:48].strip('-')}-{number}", title)


@dataclass(frozen=True, slots=True)
class Article:
    """
    One article, before any engine's conventions.

    Attributes:
        body: Markdown in which `@12@` is the address of article 12 and `@photo-3.png@` that of a picture.
    """

    head: Head
    published: datetime
    author: str
    tags: tuple[str, ...]
    standfirst: str
    body: str

    @property
    def access(self) -> str:
        return SEALED.get(self.head.rubric, "public")

    def text(self, link: Link, image: Image) -> str:
        """Return the body with addresses as an engine writes them."""

        def place(found: re.Match[str]) -> str:
            name = found[1]
            return link(head(int(name))) if name.isdigit() else image(name)

        return re.sub(r"@(\d+|photo-\d+\.png)@", place, self.body) + "\n"


@dataclass(frozen=True, slots=True)
class Brief:
    """One item of the newswire; engines that have none publish it as a short article of a rubric `fil`."""

    number: int
    published: datetime
    text: str

    @property
    def slug(self) -> str:
        return f"depeche-{self.number}"


def article(number: int) -> Article:
    rng = random.Random(f"{SEED}/article/{number}")
    return Article(
        head=head(number),
        published=START + number * STEP,
        author=rng.choice(AUTHORS),
        tags=tuple(sorted(rng.sample(TAGS, rng.randint(2, 5)))),
        standfirst=f"{prose.headline(rng)}. {prose.headline(rng)}.",
        body=_body(rng, number),
    )


def brief(number: int) -> Brief:
    """Return brief *number*; there are four a day."""
    rng = random.Random(f"{SEED}/brief/{number}")
    text = f"{prose.plain_sentence(rng)} {prose.plain_sentence(rng)}\n"
    return Brief(number, START + number * timedelta(hours=6), text)


def _body(rng: random.Random, number: int) -> str:
    special = [make(rng) for make, one_in in ((_image, 3), (_table, 10), (_code, 20)) if rng.randrange(one_in) == 0]
    blocks = [_paragraph(rng, number)]
    count = len(blocks[0].split())
    while count < WORDS:
        chance = rng.random()
        if chance < 0.12 and not blocks[-1].startswith("#"):
            block = f"{rng.choice(('##', '##', '###'))} {prose.capital(prose.clause(rng))}"
        elif chance < 0.20:
            mark = rng.choice(("- ", "1. "))
            block = "\n".join(mark + _sentence(rng, number) for _ in range(rng.randint(3, 6)))
        elif chance < 0.27:
            block = f"> {_sentence(rng, number)}\n> {prose.plain_sentence(rng)}"
        else:
            block = _paragraph(rng, number)
        blocks.append(block)
        count += len(block.split())
        if special and count > WORDS / 3:
            blocks.append(special.pop(0))
    return "\n\n".join((*blocks, prose.plain_sentence(rng), *special)).replace("’", "'")


def _paragraph(rng: random.Random, number: int) -> str:
    return " ".join(_sentence(rng, number) for _ in range(rng.randint(2, 5)))


def _sentence(rng: random.Random, number: int) -> str:
    """Return a sentence with the markup that about half of all sentences have."""
    chance = rng.random()
    if chance < 0.10:
        return f"{prose.capital(prose.noun(rng))} {rng.choice(words.VERBS)} **{prose.noun(rng)}** {prose.place(rng)}."
    if chance < 0.22:
        return f"{prose.capital(prose.clause(rng))}, *{rng.choice(words.ENDINGS)}*."
    if chance < 0.32:
        return f"{prose.capital(rng.choice(words.OPENINGS))}, [{prose.clause(rng)}]({_target(rng, number)})."
    if chance < 0.43:
        return prose.quotation(rng)
    if chance < 0.46:
        return f"La clause `{slugify(prose.noun(rng))}` {rng.choice(words.VERBS)} {prose.noun(rng)}."
    if chance < 0.52:
        return (
            f"{prose.capital(prose.noun(rng))} -- {prose.clause(rng)} -- {rng.choice(words.VERBS)} {prose.noun(rng)}."
        )
    return prose.plain_sentence(rng)


def _target(rng: random.Random, number: int) -> str:
    if number and rng.random() < 0.5:
        return f"@{rng.randrange(number)}@"
    return f"https://www.example.org/{slugify(prose.noun(rng))}/{rng.randint(1, 9999)}"


def _image(rng: random.Random) -> str:
    return f"![{prose.capital(prose.noun(rng))} {prose.place(rng)}](@photo-{rng.randrange(PHOTOS)}.png@)"


def _table(rng: random.Random) -> str:
    rows = [
        f"| {rng.choice(words.TOWNS)} | {rng.randint(10, 9999)} | {prose.noun(rng)} |" for _ in range(rng.randint(4, 9))
    ]
    return "\n".join(("| Commune | Habitants | Sujet |", "| --- | ---: | --- |", *rows))


def _code(rng: random.Random) -> str:
    """Return a function; its names differ, or one article's code would quote another's."""
    name, value = (slugify(rng.choice(words.TOWNS)).replace("-", "_") for _ in range(2))
    lines = (
        f"    {value} += lire({rng.randint(1, 999)}, '{slugify(prose.noun(rng))}', {slugify(rng.choice(words.LAST_NAMES))})"
        for _ in range(rng.randint(4, 12))
    )
    return "\n".join(("```python", f"def {name}({value}):", *lines, f"    return {value}", "```"))
