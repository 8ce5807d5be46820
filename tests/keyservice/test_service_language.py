"""The catalogs are whole, current and well set."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from generator.keyservice import headers

KEYSERVICE = Path(headers.__file__).parent
TEMPLATES = sorted((KEYSERVICE / "templates").rglob("*.*"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_catalog_is_complete(language):
    """Every text of ours is in both catalogs, none empty, none doubtful, and the compiled file is current."""
    folder = KEYSERVICE / "locale" / language / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as file:
        catalog = read_po(file)

    with (folder / "django.mo").open("rb") as file:
        compiled = read_mo(file)
    assert len(texts_of_templates()) > 70
    assert texts_of_templates() | texts_of_code() <= {message.id for message in catalog}
    for message in catalog:
        assert message.string, message.id
        assert not message.fuzzy, message.id
        assert message.id == "" or compiled[message.id].string == message.string, message.id


def test_french_has_french_spaces():
    """No-break spaces before the high punctuation, curly apostrophes."""
    with (KEYSERVICE / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        texts = [str(message.string) for message in read_po(file) if message.id]
    for text in texts:
        assert not re.search(r"(?<!\u202f)[;!?]|(?<!\u00a0):(?!//)|'|[«»]", text), text


def texts_of_templates():
    """Return the texts that the templates mark for translation."""
    found = set()
    for path in TEMPLATES:
        source = templatize(path.read_text("utf-8"))
        found |= {
            unquoted(text) for text in re.findall(r"gettext\(u?(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')\)", source)
        }
    return {text for text in found if text}


def texts_of_code():
    """Return the texts that the modules mark for translation."""
    found = set()
    for path in KEYSERVICE.rglob("*.py"):
        found |= {
            unquoted(text) for text in re.findall(r"\b(?:_|gettext_lazy)\((\"[^\"]*\")\)", path.read_text("utf-8"))
        }
    return found


def unquoted(literal):
    """Return the text of a Python string literal."""

    return ast.literal_eval(literal)
