"""Which targets show an entry or a body: so a changed text finds its pages without looking at the others."""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.model.frame import Shown
from generator.model.target import Target
from generator.press.layout.publication import Publication


def shown(publication: Publication, targets: Sequence[Target]) -> Shown:
    """Return which of *targets* depend on which entries and bodies, as `Digests.target` counts them."""
    entries: dict[str, array[int]] = defaultdict(lambda: array("I"))
    bodies: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, target in enumerate(targets):
        for ident in target.bodies:
            bodies[ident].append(number)
        if target.everything:
            continue
        for ident in publication.with_terms([one for one in target.shown if one in publication.catalog.entries]):
            entries[ident].append(number)
    return Shown(tuple(target.path for target in targets), _packed(entries), _packed(bodies))


def showing(shown: Shown, ident: str, *, body_only: bool) -> list[str]:
    """Return the paths of the targets that show a document: its body, or anything of it."""
    found = array("I", shown.bodies.get(ident, b""))
    if not body_only:
        found += array("I", shown.entries.get(ident, b""))
    return [shown.paths[number] for number in sorted(set(found))]


def _packed(table: Mapping[str, "array[int]"]) -> dict[str, bytes]:
    return {ident: numbers.tobytes() for ident, numbers in table.items()}
