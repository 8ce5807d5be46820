"""The preview's script in a page of the site, and the pages that the preview has itself."""

from collections.abc import Iterable
from html import escape

from generator.preview.board import Board, Shown
from generator.preview.outcome import Told

SCRIPT_ID = "marbre-preview"


def script_tag(board: Board, shown: Shown, token: str, *, file: str = "", lost: bool = False) -> str:
    """
    Return the one element that is added to a page.

    Args:
        token: What the page must send to change something.
        file: The page's path below the output folder.
        lost: The page stands for one that cannot be shown, and any good build may bring that.
    """
    attributes = {
        "run": board.run,
        "epoch": str(shown.epoch),
        "token": token,
        "file": file,
        "lost": "1" if lost else "",
    }
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in attributes.items() if value)
    return f'<script type="module" src="/.marbre/preview.js" id="{SCRIPT_ID}"{data}></script>'


def with_script(page: bytes, tag: str) -> bytes:
    """Return *page* with *tag* before the end of its body."""
    at = page.rfind(b"</body>")
    added = tag.encode()
    return page + added if at < 0 else page[:at] + added + page[at:]


def building_page(tag: str) -> bytes:
    """Return what is shown until the first build has ended."""
    return _page("Première construction…", "<p>La publication est en construction…</p>", tag)


def error_page(errors: Iterable[Told], tag: str) -> bytes:
    """Return what is shown when there is no good build yet: every error, escaped."""
    title = "La publication ne peut pas être construite"
    return _page(title, f"<h1>{title}</h1>{''.join(map(_error, errors))}", tag)


def _error(error: Told) -> str:
    place = ":".join([error.path, *(str(number) for number in (error.line, error.column) if number)])
    hint = f"<p>{escape(error.hint)}</p>" if error.hint else ""
    lines = "".join(
        f"<li value={number}>{'<mark>' if number == error.line else ''}{escape(text) or ' '}"
        f"{'</mark>' if number == error.line else ''}</li>"
        for number, text in error.excerpt
    )
    return (
        f"<article><h2>{escape(place)}</h2><p>error[{escape(error.code)}]: {escape(error.problem)}</p>{hint}"
        f"{f'<ol>{lines}</ol>' if lines else ''}</article>"
    )


def _page(title: str, body: str, tag: str) -> bytes:
    return (
        '<!doctype html>\n<html lang="fr">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<link rel="stylesheet" href="/.marbre/page.css">\n'
        f"<body>\n<main>{body}</main>\n{tag}</body>\n</html>\n"
    ).encode()
