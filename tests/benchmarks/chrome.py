"""What the themes of the benchmarks have in common, whatever their template language."""

import re

FURNITURE = ("La Gazette d’essai", "nav", "footer", "Mentions légales")

_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ADDRESS = re.compile(r'"/? /?"')  # what is left of an address that is computed
_MAIN = re.compile(r'(<main id="contenu">).*(</main>)', re.DOTALL)


def furniture(template: str) -> str:
    """Return the body of a template without code, without what stands in `main` and without spaces between."""
    body = template[template.index("<body>") :]
    return " ".join(_ADDRESS.sub('"·"', _CODE.sub(" ", _MAIN.sub(r"\1\2", body))).split())
