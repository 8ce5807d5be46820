"""Unique tokens everywhere in what is sealed: none of them in any byte of the output, also decoded."""

import base64
import io
import secrets

import pytest
from PIL import Image
from whole_site import AUTHOR, RUBRIC, WholeSite, article

PLACES = [
    "body", "heading", "link-text", "link-url", "link-title", "reference-url", "image-alt", "image-title", "image-name",
    "caption", "credit", "table-head", "table-cell", "code-block", "code-lang", "inline-code", "footnote", "footnote-name",
    "abbr", "abbr-title", "attribute-id", "attribute-class", "attribute-title", "comment", "raw-html", "raw-attribute",
    "list", "quote", "definition", "aside", "aside-title", "note", "emphasis", "strong", "speaker-turn", "attachment-name",
    "attachment-bytes", "image-bytes", "svg-text", "block-premium", "autolink", "entity",
]  # fmt: skip


@pytest.fixture
def tokens():
    """One random word a place; printed, so that a failure can be repeated."""
    made = {place: "k" + base64.b32encode(secrets.token_bytes(15)).decode().lower() for place in PLACES}
    print(made)
    return made


def sealed_body(t: dict[str, str]) -> str:
    """Return Markdown with a token at each place."""
    return f"""
Début public assez long pour être lu par tout le monde, et qui ne dit rien de la suite.

<!-- paywall -->

Un paragraphe {t["body"]} avec [{t["link-text"]}](https://example.org/{t["link-url"]} "{t["link-title"]}"), un
[renvoi][ref], `{t["inline-code"]}`, *{t["emphasis"]}*, **{t["strong"]}**, une note[^{t["footnote-name"]}], un
sigle {t["abbr"].upper()}, <https://example.org/{t["autolink"]}> et <span title="{t["raw-attribute"]}">du HTML</span>.
Une entité &eacute;{t["entity"]}.

## Titre {t["heading"]}

<!-- {t["comment"]} -->

![{t["image-alt"]}]({t["image-name"]}.png "{t["image-title"]}")

::: figure
![Schéma](schema.svg)

Légende {t["caption"]}.

Crédit : {t["credit"]}
:::

| {t["table-head"]} | b |
|---|---|
| {t["table-cell"]} | 2 |

```{t["code-lang"]}
{t["code-block"]}
```

<div>{t["raw-html"]}</div>

- {t["list"]}

> {t["quote"]}

Terme
: {t["definition"]}

::: aside {t["aside-title"]}
Encadré {t["aside"]}.
:::

::: note
Remarque {t["note"]}.
:::

Paragraphe {{: #{t["attribute-id"]} .{t["attribute-class"]} title="{t["attribute-title"]}" }}

DI / Une question {t["speaker-turn"]} ?

Voir [le fichier]({t["attachment-name"]}.csv).

::: paywall premium
Pour premium {t["block-premium"]}.
:::

[^{t["footnote-name"]}]: Note {t["footnote"]}.
*[{t["abbr"].upper()}]: {t["abbr-title"]}
[ref]: https://example.org/{t["reference-url"]}
"""


def picture(text: str) -> bytes:
    """Return a PNG that holds *text* in its metadata."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", text)
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 20, 30)).save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def canary_site(root, t) -> WholeSite:
    """Return a site with the sealed article among ordinary ones."""
    matter = {
        "access": "abonnes",
        "authors": "[claire]",
        "rubric": "imagerie",
        "tags": "[irm]",
        "speakers": "{DI: {name: Le Magazine, short: L. M., role: question}}",
    }
    return WholeSite(
        root,
        {
            "content/authors/claire.md": AUTHOR,
            "content/rubrics/imagerie.md": RUBRIC,
            "content/articles/secret/index.md": article(sealed_body(t), **matter),
            f"content/articles/secret/{t['image-name']}.png": picture(t["image-bytes"]),
            f"content/articles/secret/{t['attachment-name']}.csv": f"a;b\n{t['attachment-bytes']};2\n",
            "content/articles/secret/schema.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
            f"<text>{t['svg-text']}</text></svg>",
            "content/articles/ouvert.md": article(
                "Un texte public. [Lire](secret/index.md).", authors="[claire]", tags="[irm]"
            ),
            "content/wire/un.md": "---\npublished: 2026-11-23T07:30:00\n---\nUne brève.\n",
        },
    )


def test_no_token_of_sealed_text_is_in_any_byte_of_the_output(tmp_path, tokens):
    """
    Body, attributes, names, file bytes, notes, comments: nothing of a section is readable anywhere.
    """
    site = canary_site(tmp_path, tokens)

    run = site.build()

    assert run.status == 0, run.err
    assert len(site.output()) > 20
    found = {place: site.find(word) for place, word in tokens.items()}
    assert {place: files for place, files in found.items() if files} == {}


def test_the_cache_and_the_workspace_hold_no_token_either(tmp_path, tokens):
    """
    A cache of a build server may be read by many: it has sealed results only.
    """
    site = canary_site(tmp_path, tokens)
    site.build()

    workspace = {path: path.read_bytes() for path in (tmp_path / ".marbre").rglob("*") if path.is_file()}

    assert workspace
    assert [
        (place, path.name)
        for place, word in tokens.items()
        for path, data in workspace.items()
        if word.encode() in data
    ] == []


def test_every_token_but_the_comment_is_in_the_sealed_files(tmp_path, tokens):
    """
    Nothing was lost either: an entitled reader gets all of it, but for the metadata of pictures.
    """
    from generator.paywall.keys import read_keyset_file
    from generator.paywall.opening import OpenedSection, open_with_keyset

    site = canary_site(tmp_path, tokens)
    site.build()
    keyset = read_keyset_file(tmp_path / ".marbre/dev-keyset.json")

    opened = [open_with_keyset(data, keyset) for path, data in site.output().items() if path.endswith(".spw")]
    texts = [one.html if isinstance(one, OpenedSection) else one.data.decode("latin-1") for one in opened]
    whole = "\n".join(texts)

    absent = {place for place, word in tokens.items() if word not in whole and word.upper() not in whole}
    assert absent == {"comment", "footnote-name", "image-name", "image-bytes"}


def test_the_page_is_the_same_whatever_is_sealed(tmp_path):
    """
    But for ciphertext and what is published on purpose, a page tells nothing of its sealed part.
    """
    body = "Un début public.\n\n<!-- paywall -->\n\n{}\n"
    one = WholeSite(
        tmp_path / "a", {"content/articles/x.md": article(body.format("Premier texte secret."), access="abonnes")}
    )
    two = WholeSite(
        tmp_path / "b", {"content/articles/x.md": article(body.format("Le second, réservé."), access="abonnes")}
    )
    one.build()
    two.write({".marbre/dev-keyset.json": (tmp_path / "a/.marbre/dev-keyset.json").read_bytes()})
    (tmp_path / "b/.marbre/dev-keyset.json").chmod(0o600)
    two.build()

    def without_ciphertext(site: WholeSite) -> str:
        import re

        return re.sub(
            r'header="[^"]*"|width="\d+"|/sealed/[0-9a-f]+\.spw|remaining="\d+"|\d+\s%|"wordCount":\d+',
            "",
            site["x/index.html"],
        )

    assert without_ciphertext(one) == without_ciphertext(two)
    assert one["x/index.html"] != two["x/index.html"]
