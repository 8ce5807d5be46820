"""
Which targets show an entry or a body: so a changed text finds its pages without looking at the others.

A picture for networks shows the articles whose title it has.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from generator.model.frame import Shown
from generator.model.page import Card
from generator.model.target import Target
from generator.press.layout.publication import Publication
from generator.press.layout.social_cards import card_path, own_card


def shown(publication: Publication, targets: Sequence[Target]) -> Shown:
    """Return which of *targets* depend on which entries and bodies, as `Digests.target` counts them."""
    entries: dict[str, array[int]] = defaultdict(lambda: array("I"))
    bodies: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, target in enumerate(targets):
        for ident in target.bodies:
            bodies[ident].append(number)
        for ident in _entries(publication, target):
            entries[ident].append(number)
    numbers = {target.path: number for number, target in enumerate(targets)}
    for ident in publication.catalog.articles:
        for target in own_card(publication, publication.cards[ident]):
            entries[ident].append(numbers[target.path])
    paths = tuple(target.path for target in targets)
    # One at a time: all of them twice would be a kilobyte an article.
    return Shown(paths, *({ident: of.pop(ident).tobytes() for ident in list(of)} for of in (entries, bodies)))


def showing(shown: Shown, ident: str, *, body_only: bool) -> list[str]:
    """Return the paths of the targets that show a document: its body, or anything of it."""
    found = array("I", shown.bodies.get(ident, b""))
    if not body_only:
        found += array("I", shown.entries.get(ident, b""))
    return [shown.paths[number] for number in sorted(set(found))]


@dataclass(slots=True)
class Reshown:
    """
    What is shown where, while some targets become others.

    Attributes:
        paths: Of all targets, new ones last; one that nothing shows is no target any more.
    """

    publication: Publication
    paths: list[str]
    entries: dict[str, "array[int]"]
    bodies: dict[str, "array[int]"]

    @classmethod
    def of(cls, publication: Publication, before: Shown) -> "Reshown":
        entries, bodies = (
            {ident: array("I", numbers) for ident, numbers in table.items()}
            for table in (before.entries, before.bodies)
        )
        return cls(publication, list(before.paths), entries, bodies)

    def replace(self, old: Target, new: Target) -> None:
        """Take *new*, of the same path, for *old*."""
        was, now = (set(_entries(self.publication, target)) for target in (old, new))
        self._move(self.entries, new.path, was - now, now - was)
        self._move(self.bodies, new.path, set(old.bodies) - set(new.bodies), set(new.bodies) - set(old.bodies))

    def draw(self, cards: Mapping[str, tuple[Card, Card]]) -> tuple[list[Target], tuple[str, ...]]:
        """
        Take other cards of articles.

        Return the pictures for networks that are wanted now and were not, and the paths of those that nobody wants any more.
        """
        pictures = {
            ident: [{one.path: one for one in own_card(self.publication, card)} for card in both]
            for ident, both in cards.items()
        }
        every = {path: target for both in pictures.values() for some in both for path, target in some.items()}
        wanted = {path for path in every if self._is_wanted(path)}
        for ident, (was, now) in pictures.items():
            for path in was.keys() - now:
                self._move(self.entries, path, {ident}, set())
            for path in now.keys() - was:
                self._move(self.entries, path, set(), {ident})
        still = {path for path in every if self._is_wanted(path)}
        return [every[path] for path in still - wanted], tuple(wanted - still)

    def done(self) -> Shown:
        return Shown(tuple(self.paths), _packed(self.entries), _packed(self.bodies))

    def _is_wanted(self, path: str) -> bool:
        """Return whether an article, or the publication itself, has the picture at *path*."""
        own = card_path(self.publication, self.publication.config.title)
        number = self.paths.index(path) if path in self.paths else -1
        return path == own or any(number in numbers for numbers in self.entries.values())

    def _move(self, table: dict[str, "array[int]"], path: str, lost: Collection[str], found: Collection[str]) -> None:
        if path not in self.paths:
            self.paths.append(path)
        number = self.paths.index(path)
        for ident in lost:
            table[ident].remove(number)
        for ident in found:
            table.setdefault(ident, array("I")).append(number)


def _entries(publication: Publication, target: Target) -> tuple[str, ...]:
    """Return the entries that a target depends on; nothing for one that depends on no words of any."""
    shown = () if target.everything else target.shown
    return publication.with_terms([one for one in shown if one in publication.catalog.entries])


def _packed(table: Mapping[str, "array[int]"]) -> dict[str, bytes]:
    return {ident: numbers.tobytes() for ident, numbers in table.items()}
