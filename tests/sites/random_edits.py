"""
Edits as people, tools and disks make them, each drawn at random: of texts, pictures, settings, themes, data.

An edit changes `paper.files` (or the disk, for what no source shows) and returns what it did, empty when the paper has
nothing for it to do. Some leave mistakes, on purpose or by chance: then nothing may be published.
"""

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

from edited_paper import AUTHORS, MARKER, OFFERS, START, TAGS, Document, Paper, author

from generator.paywall.keys import promoted, retired, with_new_key

Edit = Callable[[Paper], str]

EDITS: dict[str, Edit] = {}
WEIGHTS: dict[str, int] = {}
MISTAKES: set[str] = set()
ACCESSES = ("public", "registered", "abonnes", "premium", "[abonnes, registered]", "")
SETTINGS = {
    "title": ("Le Relevé", "Le Grand Relevé"),
    "description": ("Un journal de chiffres", "Un journal de lettres"),
    "paginate": ("3", "5", "20"),
    "stable_pages": ("true", "false"),
    "teaser": (
        "{words: 12, cut: word, at_most: 0.5}",
        "{characters: 90, cut: sentence}",
        "{paragraphs: 1, cut: block}",
    ),
    "tiers": (
        "{abonnes: {title: Abonnés}, premium: {title: Premium, includes: [abonnes]}}",
        "{abonnes: {title: Lecteurs}, premium: {title: Premium}}",
    ),
    "access": (
        "{default: public, rules: [{path: 'articles/enquetes/**', access: premium}]}",
        "{default: public, rules: [{path: 'articles/enquetes/**', access: abonnes}]}",
        "{default: abonnes}",
    ),
    "feeds": ("{items: 6}", "{items: 2}"),
    "grace": ("7d", "2d"),
    "typography": ("{guillemets: nbsp}", "{guillemets: nnbsp}"),
    "language": ("fr", "en"),
    "languages": ("[fr]", "[en]"),
    "timezone": ("Europe/Paris", "Europe/Lisbon"),
    "permalinks": (
        "{articles: '/{rubric}/{slug}/'}",
        "{articles: '/a/{slug}/', tags: '/sujets/{slug}/', series: '/suites/{slug}/'}",
    ),
    "comments": ("all", "'off'"),
    "reading_speed": ("254", "40"),
    "base_url": ("https://www.example.fr/", "https://www.example.fr/journal/"),
}


def edit(weight: int = 1, *, mistake: bool = False) -> Callable[[Edit], Edit]:
    """Register an edit; one that often leaves a mistake is built alone."""

    def register(function: Edit) -> Edit:
        name = function.__name__
        EDITS[name], WEIGHTS[name] = function, weight
        if mistake:
            MISTAKES.add(name)
        return function

    return register


def articles(paper: Paper) -> list[str]:
    return paper.of("articles")


def plain(paper: Paper, path: str) -> list[int]:
    """Return the places of the blocks that are nothing but text."""
    special = ("<!--", ":::", "![", "Q /", "R /")
    return [at for at, block in enumerate(paper.document(path).body) if not block.startswith(special)]


def shown(paper: Paper, path: str) -> bool:
    """Return whether a document is published now and stays so: a link to another would be a mistake."""
    matter = paper.document(path).matter
    return not {"draft", "expires"} & matter.keys() and matter.get("published", "") < "2026-11-24"


def identifier(path: str) -> str:
    return path.removeprefix("content/").removesuffix(".md").removesuffix("/index")


def replace_everywhere(paper: Paper, old: str, new: str) -> None:
    """Make all that names one document name another, as an editor's search and replace does."""
    for path, value in paper.files.items():
        if isinstance(value, str):
            paper.files[path] = value.replace(identifier(old), identifier(new))
        elif isinstance(value, Document):
            value.body = [block.replace(old, new) for block in value.body]
            for key, text in value.matter.items():
                value.matter[key] = text.replace(identifier(old), identifier(new))


@edit(4)
def add_article(paper: Paper) -> str:
    if len(articles(paper)) > 16:
        return remove_article(paper)
    access = paper.rng.choice(ACCESSES)
    folder = "enquetes/" if not access else paper.rng.choice(("", "imagerie/"))
    path = f"content/articles/{folder}n{paper.write.number()}.md"
    paper.files[path] = paper.write.article(access)
    if not access and paper.rng.random() < 0.5:
        paper.document(path).matter["published"] = paper.write.date(0, 5)
    return f"add {path}"


@edit(3)
def remove_article(paper: Paper) -> str:
    known = articles(paper)
    if len(known) < 9:
        return ""
    path, other = paper.rng.sample(known, 2)
    folder = path.removesuffix("index.md")
    for one in [one for one in paper.files if one == path or (path.endswith("/index.md") and one.startswith(folder))]:
        del paper.files[one]
    replace_everywhere(paper, path, other)
    return f"remove {path}"


@edit(1, mistake=True)
def remove_article_and_leave_links(paper: Paper) -> str:
    linked = [path for path in articles(paper) if any(path in str(value) for value in paper.files.values())]
    if not linked:
        return ""
    path = paper.rng.choice(linked)
    del paper.files[path]
    return f"remove {path} and leave what links to it"


@edit(3)
def rename_article(paper: Paper) -> str:
    known = [path for path in articles(paper) if not path.endswith("/index.md")]
    path = paper.rng.choice(known)
    folder = paper.rng.choice(("", "imagerie/", "enquetes/"))
    stem = f"content/articles/{folder}r{paper.write.number()}"
    new = paper.rng.choice((f"{stem}.md", f"{stem}/index.md"))
    paper.files[new] = paper.files.pop(path)
    replace_everywhere(paper, path, new)
    return f"rename {path} to {new}"


@edit(1, mistake=True)
def rename_a_link_target(paper: Paper) -> str:
    linked = [path for path in articles(paper) if any(path in str(value) for value in paper.files.values())]
    if not linked:
        return ""
    path = paper.rng.choice(linked)
    paper.files[path.replace(".md", "-bis.md")] = paper.files.pop(path)
    return f"rename {path} and leave what links to it"


@edit(6)
def edit_a_block(paper: Paper) -> str:
    """Public or sealed: whichever block comes."""
    path = paper.rng.choice([*articles(paper), *paper.of("pages"), *paper.of("issues"), *paper.of("authors")])
    body, places = paper.document(path).body, plain(paper, path)
    if not places:
        return ""
    place, how = paper.rng.choice(places), paper.rng.choice(("replace", "append", "extend", "remove"))
    if how == "remove" and len(places) > 2 and body[-1] != MARKER:
        del body[place]
        if body[-1] == MARKER:
            body.append(paper.write.paragraph())
    elif how == "append":
        body[place] += f" {paper.write.sentence()}"
    elif how == "extend":
        body.insert(place, paper.write.paragraph())
    else:
        body[place] = paper.write.paragraph()
    return f"{how} block {place} of {path}"


@edit(2)
def link_to_another(paper: Paper) -> str:
    path, other = paper.rng.sample([*articles(paper), *paper.of("pages")], 2)
    places = plain(paper, path)
    if not places or not shown(paper, other):
        return ""
    paper.document(path).body[places[-1]] += f" {{{{{other}}}}}"
    return f"link from {path} to {other}"


@edit(3)
def move_the_marker(paper: Paper) -> str:
    known = [path for path in articles(paper) if MARKER in paper.document(path).body]
    if not known:
        return ""
    path = paper.rng.choice(known)
    body = paper.document(path).body
    body.remove(MARKER)
    place = paper.rng.randint(0, len(body) - 1)
    if not paper.rng.random() < 0.2 and not any(block.startswith(":::") for block in body[place:]):
        body.insert(place, MARKER)
    return f"marker of {path} to {place}"


@edit(2)
def add_or_remove_a_sealed_block(paper: Paper) -> str:
    path = paper.rng.choice([*articles(paper), *paper.of("pages")])
    body = paper.document(path).body
    blocks = [block for block in body if block.startswith("::: paywall")]
    if blocks:
        body.remove(blocks[0])
        if body[-1:] == [MARKER]:
            body.remove(MARKER)
        return f"remove a sealed block of {path}"
    tier = paper.rng.choice(("abonnes", "premium", "abonnes, registered"))
    body.insert(0 if paper.rng.random() < 0.3 else len(body), f"::: paywall {tier}\n{paper.write.paragraph()}\n:::")
    return f"a block for {tier} in {path}"


@edit(1)
def retier_a_sealed_block(paper: Paper) -> str:
    for path in paper.rng.sample(articles(paper), len(articles(paper))):
        body = paper.document(path).body
        for at, block in enumerate(body):
            if block.startswith("::: paywall abonnes\n"):
                body[at] = block.replace("abonnes", "premium", 1)
                return f"a block of {path} for premium"
    return ""


@edit(8)
def change_front_matter(paper: Paper) -> str:
    """Any key of any article but its access."""
    rng, write = paper.rng, paper.write
    path = rng.choice(articles(paper))
    matter = paper.document(path).matter
    others = [one for one in articles(paper) if one != path]
    values: dict[str, str] = {
        "title": f'"{write.title()}"',
        "standfirst": f'"{write.sentence()}"',
        "kicker": rng.choice(("Enquête", "Reportage")),
        "tags": f"[{', '.join(rng.sample(TAGS, rng.randint(0, 3)))}]",
        "rubric": rng.choice([one.split("/")[-1].removesuffix(".md") for one in paper.of("rubrics")]),
        "authors": f"[{rng.choice([one.split('/')[-1].removesuffix('.md') for one in paper.of('authors')])}]",
        "published": write.date(-20, -1),
        "updated": write.date(-1, 0),
        "expires": write.date(3, 9),
        "weight": str(rng.randint(-2, 2)),
        "slug": f"adresse-{write.number()}",
        "series": rng.choice(("Trois nuits", "Un an après")),
        "seo": rng.choice(("{noindex: true}", '{title: "Pour la recherche"}', '{description: "Autrement dit"}')),
        "corrections": f'[{{at: 2026-11-2{rng.randint(0, 3)}, text: "{write.sentence()}"}}]',
        "aliases": f"[/ancien/{write.number()}/]",
        "teaser": rng.choice(("{words: 8}", "{paragraphs: 1}")),
        "remaining": rng.choice(("true", "false")),
        "language": rng.choice(("fr", "en")),
        "translations": f"{{en: {identifier(rng.choice(others))}}}",
        "comments": "false",
    }
    key = rng.choice(tuple(values))
    if key in matter and key not in {"title", "published"} and rng.random() < 0.3:
        del matter[key]
        return f"no {key} in {path}"
    if key == "teaser" and MARKER in paper.document(path).body:
        return ""
    matter[key] = values[key]
    return f"{key} of {path}: {values[key]}"


@edit(4)
def change_access(paper: Paper) -> str:
    path = paper.rng.choice(articles(paper))
    document, access = paper.document(path), paper.rng.choice(ACCESSES)
    document.matter.pop("access", None)
    if access:
        document.matter["access"] = access
    if access in ("public", "") and MARKER in document.body:
        document.body.remove(MARKER)
    return f"access of {path}: {access or 'by rule'}"


@edit(1)
def toggle_a_draft(paper: Paper) -> str:
    drafts = [path for path in articles(paper) if "draft" in paper.document(path).matter]
    if drafts:
        del paper.document(drafts[0]).matter["draft"]
        return f"{drafts[0]} is no draft any more"
    path = paper.rng.choice(articles(paper))
    paper.document(path).matter["draft"] = "true"
    return f"{path} is a draft"


@edit(2)
def touch(paper: Paper) -> str:
    paths = paper.rng.sample(sorted(paper.written), 3)
    for path in paths:
        if path in paper.files and (paper.site.root / path).exists():
            os.utime(paper.site.root / path)
    return f"touch {', '.join(paths)}"


@edit(2)
def change_a_digit_and_keep_size_and_time(paper: Paper) -> str:
    path = paper.rng.choice([path for path in articles(paper) if path in paper.written])
    places = plain(paper, path)
    document = paper.document(path)
    if not places or paper.written[path] != document.text(path).encode():
        return ""
    block = document.body[places[-1]]
    digit = next((letter for letter in block if letter.isdigit()), "")
    if not digit:
        return ""
    document.body[places[-1]] = block.replace(digit, str((int(digit) + 1) % 10))
    data = document.text(path).encode()
    paper.rewrite_in_place(path, data)
    paper.written[path] = data
    return f"same size and time, other digits: {path}"


@edit(3)
def change_a_picture(paper: Paper) -> str:
    pictures = [path for path in paper.files if path.endswith((".png", ".pdf"))]
    if not pictures:
        return ""
    path = paper.rng.choice(pictures)
    paper.files[path] = (
        paper.write.picture() if path.endswith(".png") else f"%PDF-1.4\n% {paper.write.number()}\n".encode()
    )
    return f"new bytes in {path}"


@edit(3)
def add_a_picture(paper: Paper) -> str:
    """Beside a plain document or in a bundle; public or sealed, as the place in the text has it."""
    path = paper.rng.choice(articles(paper))
    name = f"i{paper.write.number()}.png"
    paper.files[f"{path.rpartition('/')[0]}/{name}"] = paper.write.picture()
    body = paper.document(path).body
    body.insert(paper.rng.randint(0, len(body)), f"![Une image]({name})")
    return f"{name} in {path}"


@edit(2)
def move_a_picture(paper: Paper) -> str:
    """From an article to another: what was sealed may become public, and the other way round."""
    holders = [path for path in articles(paper) if any(block.startswith("![") for block in paper.document(path).body)]
    if not holders:
        return ""
    path = paper.rng.choice(holders)
    other = paper.rng.choice([one for one in articles(paper) if one != path])
    body = paper.document(path).body
    block = next(block for block in body if block.startswith("!["))
    name = block.partition("(")[2].removesuffix(")")
    here, there = (f"{one.rpartition('/')[0]}/{name}" for one in (path, other))
    if here not in paper.files or len(body) < 3:
        return ""
    body.remove(block)
    if body[-1] == MARKER:
        body.append(paper.write.paragraph())
    paper.files[there] = paper.files.pop(here)
    paper.document(other).body.append(block)
    return f"{name} from {path} to {other}"


@edit(1, mistake=True)
def remove_a_picture(paper: Paper) -> str:
    pictures = [path for path in paper.files if path.endswith(".png")]
    if not pictures:
        return ""
    path = paper.rng.choice(pictures)
    del paper.files[path]
    return f"remove {path}"


@edit(2)
def change_an_author_or_rubric(paper: Paper) -> str:
    path = paper.rng.choice([*paper.of("authors"), *paper.of("rubrics")])
    matter = paper.document(path).matter
    key = "name" if "/authors/" in path else "title"
    how = paper.rng.choice((key, "role" if key == "name" else "description", "weight" if key == "title" else "links"))
    matter[how] = {
        "name": f"{paper.rng.choice(AUTHORS).capitalize()} Noll{paper.write.number()}",
        "title": f"Rubrique {paper.write.number()}",
        "weight": str(paper.rng.randint(0, 5)),
        "links": f"[{{label: Chez soi, url: 'https://www.example.org/{paper.write.number()}'}}]",
    }.get(how, paper.write.title())
    return f"{how} of {path}"


@edit(1)
def add_or_remove_an_author_or_rubric(paper: Paper) -> str:
    spare = [path for path in ("content/authors/neuf.md", "content/rubrics/neuf.md") if path in paper.files]
    named = any(
        " neuf" in text or "[neuf" in text for path in articles(paper) for text in paper.document(path).matter.values()
    )
    if spare and not named:
        del paper.files[spare[0]]
        return f"remove {spare[0]}"
    if paper.rng.random() < 0.5:
        paper.files.setdefault("content/authors/neuf.md", author(paper.write, "neuf"))
        return "a new author"
    paper.files.setdefault("content/rubrics/neuf.md", Document({"title": "Neuf"}))
    return "a new rubric"


@edit(1, mistake=True)
def remove_an_author_or_rubric(paper: Paper) -> str:
    path = paper.rng.choice([*paper.of("authors"), *paper.of("rubrics")])
    del paper.files[path]
    return f"remove {path}"


@edit(4)
def change_the_wire(paper: Paper) -> str:
    known, how = paper.of("wire"), paper.rng.choice(("add", "add", "remove", "edit", "seal"))
    if how == "add" or not known:
        path = f"content/wire/b{paper.write.number()}.md"
        paper.files[path] = Document({"published": paper.write.date(-2, 1)}, [paper.write.sentence()])
        return f"add {path}"
    path = paper.rng.choice(known)
    if how == "remove":
        del paper.files[path]
    elif how == "seal":
        paper.document(path).matter["access"] = paper.rng.choice(("public", "abonnes"))
    else:
        paper.document(path).body = [paper.write.sentence()]
        paper.document(path).matter["title"] = f'"{paper.write.title()}"'
    return f"{how} {path}"


@edit(2)
def change_the_issue(paper: Paper) -> str:
    matter = paper.document("content/issues/un/index.md").matter
    names = [identifier(path) for path in paper.rng.sample(articles(paper), 3)]
    key, value = paper.rng.choice(
        (
            ("title", f'"{paper.write.title()}"'),
            ("articles", f"[{', '.join(names)}]"),
            ("access", paper.rng.choice(("abonnes", "premium"))),
            ("early_access", "{tiers: [premium], until: 2026-11-28T06:00:00}"),
        )
    )
    matter[key] = value
    return f"{key} of the issue"


@edit(5)
def change_settings(paper: Paper) -> str:
    settings = paper.document("site.yaml").matter
    key = paper.rng.choice(tuple(SETTINGS))
    settings[key] = paper.rng.choice(SETTINGS[key])
    return f"site.yaml: {key}: {settings[key]}"


@edit(5)
def change_the_theme(paper: Paper) -> str:
    """A template, a partial, the stylesheet, a text, a file of the theme; added, changed or taken away."""
    number = paper.write.number()
    path, text = paper.rng.choice(
        (
            (
                "templates/base.html",
                f'{{% extends "base/base.html" %}}\n{{% block colours %}}<!-- {number} -->\n{{% endblock %}}\n',
            ),
            ("templates/partials/badge.html", f'<b data-n="{number}">{{{{ badge|default("") }}}}</b>\n'),
            (
                "templates/404.html",
                f'{{% extends "base.html" %}}\n{{% block content %}}<p>{number}</p>{{% endblock %}}\n',
            ),
            ("templates/rubric.html", f'{{% extends "base/rubric.html" %}}\n{{# {number} #}}\n'),
            ("static/main.css", f"body {{ margin: {number}px }}"),
            ("static/other.css", f"p {{ margin: {number}px }}"),
            ("static/icon.svg", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 {number}"/>\n'),
            (
                "locales/fr.po",
                f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "To the front page"\nmsgstr "Vers la une {number}"\n',
            ),
        )
    )
    path = f"themes/maison/{path}"
    if path in paper.files and paper.rng.random() < 0.4:
        del paper.files[path]
        return f"remove {path}"
    paper.files[path] = text
    return f"change {path}"


@edit(1, mistake=True)
def break_a_template(paper: Paper) -> str:
    path = f"themes/maison/templates/{paper.rng.choice(('base', 'article', 'tag', 'partials/card'))}.html"
    paper.files[path] = paper.rng.choice(("{% if %}", "{{ nothing.at.all }}", '{% extends "absent.html" %}'))
    return f"break {path}"


@edit(4)
def change_data(paper: Paper) -> str:
    number, names = paper.write.number(), [identifier(path) for path in paper.rng.sample(articles(paper), 2)]
    rubric = paper.rng.choice([identifier(path).removeprefix("rubrics/") for path in paper.of("rubrics")])
    path, text = paper.rng.choice(
        (
            ("offers", OFFERS.replace("900", str(number))),
            ("offers", OFFERS.replace("Au mois", f"Formule {number}")),
            ("legal", f"publisher: Éditions n° {number}\nemail: bonjour@example.org\n"),
            ("menus", f"footer: [{{label: À propos {number}, url: a-propos}}]\n"),
            ("menus", f"main: [{{rubric: {rubric}}}, {{label: Ailleurs, url: 'https://www.example.org/'}}]\n"),
            ("front", f"lead: {names[0]}\nseconds: [{names[1]}]\n"),
            ("libre", f"chiffres: [{number}]\n"),
        )
    )
    path = f"content/data/{path}.yaml"
    if path in paper.files and path.endswith(("front.yaml", "libre.yaml", "menus.yaml")) and paper.rng.random() < 0.3:
        del paper.files[path]
        return f"remove {path}"
    paper.files[path] = text
    return f"change {path}"


@edit(2)
def change_static_files(paper: Paper) -> str:
    path = f"content/static/{paper.rng.choice(('verification.txt', 'humans.txt', '.well-known/security.txt'))}"
    if path in paper.files and paper.rng.random() < 0.4:
        del paper.files[path]
        return f"remove {path}"
    paper.files[path] = f"numéro {paper.write.number()}\n"
    return f"change {path}"


@edit(1, mistake=True)
def take_a_place_that_another_has(paper: Paper) -> str:
    paper.files["content/static/a-propos/index.html"] = "<p>déjà pris</p>\n"
    return "a static file where a page is"


@edit(1, mistake=True)
def write_a_mistake(paper: Paper) -> str:
    path = paper.rng.choice(articles(paper))
    document = paper.document(path)
    key, value = paper.rng.choice(
        (
            ("acces", "abonnes"),
            ("access", "no"),
            ("rubric", "nulle-part"),
            ("authors", "[personne]"),
            ("published", "hier"),
        )
    )
    if paper.rng.random() < 0.4:
        document.body.append("<!-- paywal -->")
        return f"a misspelt marker in {path}"
    document.matter[key] = value
    return f"{key}: {value} in {path}"


@edit(2, mistake=True)
def publish_sealed_text(paper: Paper) -> str:
    """What is sealed here stands in a file that everyone may read."""
    known = [path for path in articles(paper) if MARKER in paper.document(path).body]
    if not known:
        return ""
    path = paper.rng.choice(known)
    body = paper.document(path).body
    paper.files["content/static/notes.txt"] = "\n".join(body[body.index(MARKER) + 1 :])
    return f"sealed text of {path} in a static file"


@edit(4)
def let_time_pass(paper: Paper) -> str:
    """Hours or days, or exactly up to the next moment at which something appears or goes."""
    if paper.next_publication and paper.rng.random() < 0.5:
        paper.now = max(paper.now, datetime.fromisoformat(paper.next_publication))
    else:
        paper.now += timedelta(minutes=paper.rng.choice((1, 30, 600, 1440, 3000)))
    return f"it is {paper.now.isoformat()}"


@edit(2)
def turn_keys(paper: Paper) -> str:
    kid = f"dev-{paper.write.number()}"
    paper.keyset = with_new_key(paper.keyset, kid, paper.rng.randbytes(32), START)
    sealing = paper.rng.random() < 0.7
    if sealing:
        paper.keyset = promoted(paper.keyset, kid)
    if sealing and paper.rng.random() < 0.3:
        paper.keyset = retired(paper.keyset, paper.keyset.keys[0].kid)
    paper.put_keyset(paper.site.root)
    return f"{kid} {'seals' if sealing else 'opens'}"


@edit(3)
def damage_the_output(paper: Paper) -> str:
    public = paper.site.root / "public"
    files = sorted(path for path in public.rglob("*") if path.is_file() and not path.name.startswith(".marbre"))
    if not files:
        return ""
    path = paper.rng.choice(files)
    how = paper.rng.choice(("delete", "truncate", "rewrite", "touch", "all"))
    if how == "delete":
        path.unlink()
    elif how == "truncate":
        path.write_bytes(path.read_bytes()[:-1])
    elif how == "rewrite":
        path.write_bytes(bytes(byte ^ 1 for byte in path.read_bytes()))
    elif how == "touch":
        os.utime(path, ns=(1, 1))
    else:
        shutil.rmtree(public)
    return f"{how} {path.relative_to(public)}"


@edit(2)
def lose_the_cache(paper: Paper) -> str:
    workspace = paper.site.root / ".marbre"
    known = sorted([*workspace.glob("cache-*"), *workspace.glob("state-*"), *workspace.glob("service.json")])
    if not known:
        return ""
    path = paper.rng.choice(known)
    if paper.rng.random() < 0.5:
        path.unlink()
        return f"delete {path.name}"
    data = bytearray(path.read_bytes())
    for _ in range(20):
        data[paper.rng.randrange(len(data))] ^= 0xFF
    path.write_bytes(data)
    return f"damage {path.name}"


@edit(3)
def build_something_else(paper: Paper) -> str:
    """A check, a preview, a build into another folder: none of them may change what the next build makes."""
    paper.sync(paper.site.root)
    how = paper.rng.choice((["check"], ["build", "--drafts"], ["build", "--future"], ["build", "--output", "other"]))
    if how[-1] == "other":
        how = [*how[:-1], str(paper.site.root / "other")]
    run = paper.site.run(*how, now=paper.now.isoformat())
    return f"{how[0]} {how[1] if len(how) > 1 else ''} ({run.status})"
