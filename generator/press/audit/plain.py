"""
Pages that hardly change, which each process of a first audit meets before all others.

What other files share with them is theirs, whichever of those changes: else the first page that a process reads has
it, and when that changes all of its pages are suspects.
"""

from collections.abc import Sequence
from typing import Final

from generator.press.audit.reader import Reader
from generator.press.audit.scanner import Scanner
from generator.press.audit.tasks import FileTask

_PLAIN: Final = "404.html"
_AS_EXAMPLES: Final = 40  # pages: sealed ones and public ones, of most rubrics; 0.1 s in each process

Pages = Sequence[tuple[FileTask, bytes]]  # with their bytes, read once


def plain_of(files: Sequence[FileTask]) -> Pages:
    """Return pages that hardly change, with their bytes: one that has little but what all have, and the last of documents."""
    pages = [task for task in files if task.file.is_page and task.file.path != _PLAIN][-_AS_EXAMPLES:]
    return [(task, task.file.read()) for task in (*(one for one in files if one.file.path == _PLAIN), *pages)]


class Plain:
    """Reads the plain pages, which the scanner of all others knows before, so that it would find nothing new in them."""

    def __init__(self, pages: Pages, reader: Reader) -> None:
        self.places = {task.number: at for at, (task, _) in enumerate(pages)}
        self._pages, self._reader = pages, reader
        self._known, self._scanner = 0, Scanner(reader)

    def scanner(self, number: int) -> tuple[Scanner, bytes]:
        """Return what has met those before the page of this *number*, and its bytes."""
        at = self.places[number]
        if at != self._known:
            self._scanner = Scanner(self._reader)
            meet(self._pages[:at], self._scanner)
        self._known = at + 1
        return self._scanner, self._pages[at][1]


def meet(pages: Pages, scanner: Scanner) -> None:
    """Have *scanner* know *pages*, which other tasks tell of."""
    for task, data in pages:
        scanner.scan(task.number, task.file.path, data, lambda _how, _found: None)
