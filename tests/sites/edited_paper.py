"""A small whole paper whose files are kept as values, so that random edits can change and restore it."""

import io
import os
import random
import shutil
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from posixpath import dirname, relpath

from PIL import Image
from whole_site import WholeSite

from generator.paywall.keys import dump_keyset, new_keyset, write_keyset_file

START = datetime.fromisoformat("2026-11-24T09:00:00+01:00")
TOWNS = ("Aubreville", "Vernoy", "Saint-Aubrin", "Montclairet", "Port-Lanay", "Les Hautes-Rives", "Brécourt")
WHAT = ("examens", "dossiers", "relevés", "courriers", "rendez-vous", "comptes rendus", "clichés")
DONE = ("ont été relus", "attendent encore", "sont revenus", "manquaient à l’appel", "ont changé de main")
WHEN = ("avant l’aube", "au printemps", "en fin de semaine", "après la visite", "sans prévenir", "le lundi suivant")
RUBRICS = ("imagerie", "securite", "enquetes")
AUTHORS = ("claire", "paul", "samia")
TAGS = ("irm", "scanner", "Marchés publics", "réseaux", "formation")
MARKER = "<!-- paywall -->"
SITE = {
    "title": "Le Relevé",
    "base_url": "https://www.example.fr/",
    "theme": "maison",
    "paginate": "5",
    "tiers": "{abonnes: {title: Abonnés}, premium: {title: Premium, includes: [abonnes]}}",
    "access": "{default: public, rules: [{path: 'articles/enquetes/**', access: premium}]}",
    "teaser": "{words: 12, cut: word, at_most: 0.5}",
    "feeds": "{items: 6}",
}
THEME = {
    "theme.yaml": "extends: base\n",
    "templates/base.html": '{% extends "base/base.html" %}\n{% block colours %}<meta name="theme-color" content="#fff">\n'
    "{% endblock colours %}\n",
    "static/main.css": "body { margin: 1rem }",
}
OFFERS = """\
offers:
  - {id: mois, tier: abonnes, title: Au mois, price: 900, currency: EUR, interval: month, button: S’abonner}
  - {id: tout, tier: premium, title: Premium, price: 1900, currency: EUR, interval: month}
"""


@dataclass
class Document:
    """Front matter by key, as YAML, and the blocks of the body. `{{PATH}}` in a block is a link to a document."""

    matter: dict[str, str]
    body: list[str] = field(default_factory=list)

    def text(self, path: str) -> str:
        lines = "".join(f"{key}: {value}\n" for key, value in self.matter.items())
        body = "\n\n".join(self.body)
        while "{{" in body:
            before, _, rest = body.partition("{{")
            named, _, after = rest.partition("}}")
            body = f"{before}[à lire aussi]({relpath(named, dirname(path))}){after}"
        return f"---\n{lines}---\n\n{body}\n"


Files = dict[str, Document | str | bytes]


class Writer:
    """Writes short sentences of which no two share more than a few words, so that nothing leaks by chance."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def number(self) -> int:
        return self.rng.randrange(100, 100_000)

    def sentence(self) -> str:
        rng = self.rng
        what, done, when = rng.choice(WHAT), rng.choice(DONE), rng.choice(WHEN)
        return f"À {rng.choice(TOWNS)}, {self.number()} {what} sur {self.number()} {done} {when}, en {self.number()} jours."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.rng.randint(1, 3)))

    def title(self) -> str:
        return f"{self.rng.choice(TOWNS)} et ses {self.number()} {self.rng.choice(WHAT)}"

    def picture(self) -> bytes:
        stream = io.BytesIO()
        colour = tuple(self.rng.randrange(256) for _ in range(3))
        Image.new("RGB", (self.rng.randint(4, 40), 8), colour).save(stream, "PNG")
        return stream.getvalue()

    def date(self, first: int = -14, last: int = -1) -> str:
        moment = START + timedelta(days=self.rng.randint(first, last), minutes=self.rng.randrange(-60, 60))
        return moment.replace(tzinfo=None).isoformat()

    def article(self, access: str) -> Document:
        rng = self.rng
        matter = {
            "title": f'"{self.title()}"',
            "published": self.date(),
            "rubric": rng.choice(RUBRICS),
            "authors": f"[{', '.join(rng.sample(AUTHORS, rng.randint(1, 2)))}]",
            "tags": f"[{', '.join(rng.sample(TAGS, rng.randint(0, 2)))}]",
            "standfirst": f'"{self.sentence()}"',
        }
        body = [self.paragraph() for _ in range(rng.randint(2, 4))]
        if access:
            matter["access"] = access
        if access not in ("", "public") and rng.random() < 0.7:
            body.insert(rng.randint(1, len(body) - 1), MARKER)
        if rng.random() < 0.3:
            body.append(f"::: paywall {rng.choice(('abonnes', 'premium'))}\n{self.paragraph()}\n:::")
        return Document(matter, body)


def first_files(rng: random.Random) -> Files:
    """Return a paper with something of everything."""
    write = Writer(rng)
    files: Files = {f"content/authors/{name}.md": author(write, name) for name in AUTHORS}
    files |= {f"content/rubrics/{name}.md": Document({"title": name.capitalize()}) for name in RUBRICS}
    accesses = ("public", "public", "registered", "abonnes", "premium", "[abonnes, premium]", "", "abonnes", "public")
    for number, access in enumerate(accesses):
        folder = "enquetes" if not access else rng.choice(("", "imagerie"))
        files["/".join(part for part in ("content/articles", folder, f"a{number}.md") if part)] = write.article(access)
    known = [path for path in files if "/articles/" in path]
    bundle = write.article("abonnes")
    bundle.body = [write.paragraph(), "![Un plan](plan.png)", MARKER, write.paragraph(), "![Une coupe](coupe.png)"]
    bundle.matter["image"] = "{src: une.png, alt: La une}"
    files["content/articles/dossier/index.md"] = bundle
    files |= {f"content/articles/dossier/{name}.png": write.picture() for name in ("plan", "coupe", "une")}
    talk = write.article("premium")
    talk.matter["speakers"] = (
        "{Q: {name: La rédaction, short: Réd., role: question}, R: {name: Anna Noll, short: A. N.}}"
    )
    talk.body = [f"Q / {write.sentence()}", f"R / {write.sentence()}", MARKER, f"R / {write.paragraph()}"]
    files["content/articles/entretien.md"] = talk
    for path, other in ((known[0], known[1]), (known[3], known[0])):
        document = files[path]
        assert isinstance(document, Document)
        document.body[0] += f" {{{{{other}}}}}"
    for number in range(4):
        files[f"content/wire/b{number}.md"] = Document({"published": write.date(-3, 0)}, [write.sentence()])
    ids = ", ".join(path.removeprefix("content/").removesuffix(".md") for path in known[:3])
    matter = {"title": "Premier numéro", "number": "1", "published": "2026-11-20T06:00:00", "access": "abonnes"}
    matter |= {"files": "[{src: numero.pdf, label: Le numéro}]", "articles": f"[{ids}]"}
    files["content/issues/un/index.md"] = Document(matter, [write.paragraph()])
    files["content/issues/un/numero.pdf"] = f"%PDF-1.4\n% {write.number()}\n".encode()
    soon = write.article("abonnes")
    soon.matter["published"] = write.date(1, 4)
    files["content/articles/bientot.md"] = soon
    files["content/pages/a-propos.md"] = Document({"title": "À propos"}, [write.paragraph(), "Le [fil](/fil/)."])
    files["content/data/offers.yaml"] = OFFERS
    files["content/data/menus.yaml"] = "footer: [{label: À propos, url: a-propos}]\n"
    files["content/data/legal.yaml"] = "publisher: Éditions du Relevé\nemail: bonjour@example.org\n"
    files["content/static/verification.txt"] = "verification 1\n"
    files["site.yaml"] = Document(dict(SITE))
    return files | {f"themes/maison/{path}": text for path, text in THEME.items()}


def author(write: Writer, name: str) -> Document:
    return Document({"name": name.capitalize(), "role": "Journaliste"}, [write.sentence()])


class Paper:
    """The paper on disk. `files` is what it should be; `sync` writes what differs and nothing else."""

    def __init__(self, root: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.write = Writer(self.rng)
        self.files = first_files(self.rng)
        self.now = START
        self.next_publication: str | None = None
        self.written: dict[str, bytes] = {}
        self.keyset = new_keyset("www.example.fr", "dev-1", self.rng.randbytes(32), START)
        self.sync(root)
        self.site = WholeSite(root, site=self.written["site.yaml"].decode())
        self.put_keyset(root)

    def of(self, folder: str) -> list[str]:
        """Return the paths of the documents below a folder of content/."""
        return [path for path in self.files if path.startswith(f"content/{folder}/") and path.endswith(".md")]

    def document(self, path: str) -> Document:
        found = self.files[path]
        assert isinstance(found, Document)
        return found

    def snapshot(self) -> Files:
        return deepcopy(self.files)

    def sync(self, root: Path) -> None:
        wanted = {path: as_bytes(path, value) for path, value in self.files.items()}
        for path in self.written.keys() - wanted.keys():
            (root / path).unlink()
            for folder in (root / path).parents:
                if any(folder.iterdir()):
                    break
                folder.rmdir()
        for path, data in wanted.items():
            if self.written.get(path) != data:
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(data)
        self.written = wanted

    def copy(self, root: Path) -> WholeSite:
        """Return a copy of the sources and keys alone, as a fresh checkout has them."""
        if root.exists():
            shutil.rmtree(root)
        for path, data in self.written.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        self.put_keyset(root)
        return WholeSite(root, site=self.written["site.yaml"].decode())

    def put_keyset(self, root: Path) -> None:
        (root / ".marbre").mkdir(mode=0o700, exist_ok=True)
        write_keyset_file(root / ".marbre/dev-keyset.json", dump_keyset(self.keyset))

    def rewrite_in_place(self, path: str, data: bytes) -> None:
        """Replace a file's bytes and give it back its old time, as some tools do."""
        place = self.site.root / path
        times = place.stat()
        place.write_bytes(data)
        os.utime(place, ns=(times.st_atime_ns, times.st_mtime_ns))


def as_bytes(path: str, value: Document | str | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    if path == "site.yaml":
        return "".join(f"{key}: {text}\n" for key, text in value.matter.items()).encode()
    return value.text(path).encode()
