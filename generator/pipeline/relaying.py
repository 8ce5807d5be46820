"""
Which targets a changed text makes others of: those that show it, and where its words are others, those that choose by words.

What an article offers to read next depends on titles and standfirsts, and a picture for networks is named by its title.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.engine.cache import Cache
from generator.engine.records import unpacked
from generator.model.catalog import Entry
from generator.model.frame import Shown
from generator.model.page import Card
from generator.model.record import Record
from generator.model.target import Target
from generator.model.urls import output_path
from generator.pipeline.lazily import Lazily, NotNarrowError, valued
from generator.pipeline.press_stage import LAYOUTS, SHOWN
from generator.press.layout.publication import Publication
from generator.press.layout.related import Related, words
from generator.press.layout.shown import Reshown, showing
from generator.press.layout.site import targets_of_briefs

RELATED = "related"


class Reworded(Struct, frozen=True):
    """A document's card as it was and as it is; whether any of its front matter changed."""

    id: str
    was: Card
    now: Card
    is_reworded: bool

    @property
    def is_shown_anew(self) -> bool:
        """Whether those that show its card show something else now."""
        return self.is_reworded or self.was != self.now


class Relaid(Struct, frozen=True):
    """
    Attributes:
        targets: Those that may be made of something else now, as they are now, by path.
        other: Paths of those that are others than before, new ones among them.
        gone: Paths of targets that there are no more.
        shown: What is shown where, if anything of that changed.
    """

    targets: Mapping[str, Target]
    other: frozenset[str]
    gone: tuple[str, ...] = ()
    shown: Shown | None = None


class Relaying:
    """Finds the targets that show what changed; loads what is asked for in few questions."""

    def __init__(self, publication: Publication, cache: Cache, entries: Lazily[Entry], records: Lazily[Record]) -> None:
        self.publication, self.cache = publication, cache
        self.entries, self.records = entries, records
        self.shown = valued(Shown, unpacked(Shown, cache.get_many(SHOWN, (SHOWN,)).get(SHOWN, b"")))

    def relaid(self, changed: Sequence[Reworded], *, has_briefs: bool = False) -> Relaid:
        """Return the targets that show what *changed*; *has_briefs* says that the catalog has more of these than before."""
        paths = [
            path for one in changed for path in showing(self.shown, one.id, body_only=not one.is_shown_anew)
        ]  # fmt: skip
        targets = self._load(dict.fromkeys(paths))
        chosen = self._chosen([one.id for one in changed if words(one.was) != words(one.now)])
        chosen += self._of_briefs() if has_briefs else []
        if not chosen and all(one.was.title == one.now.title and one.was.image == one.now.image for one in changed):
            return Relaid(targets, frozenset())
        now = Reshown.of(self.publication, self.shown)
        for old, new in chosen:
            now.replace(old, new)
            targets[new.path] = new
        other = {new.path for _, new in chosen}
        added, gone = now.draw({one.id: (one.was, one.now) for one in changed})
        targets = {path: target for path, target in targets.items() if path not in gone}
        targets |= {target.path: target for target in added}
        other.update(target.path for target in added)
        return Relaid(targets, frozenset(other), gone, now.done())

    def _load(self, paths: Mapping[str, None]) -> dict[str, Target]:
        """Return targets by path, after all that they show was loaded."""
        stored = self.cache.get_many(LAYOUTS, list(paths))
        if len(stored) < len(paths):
            raise NotNarrowError("targets")
        targets = {path: valued(Target, unpacked(Target, stored[path])) for path in paths}
        self._load_shown(targets.values())
        return targets

    def _chosen(self, reworded: Sequence[str]) -> list[tuple[Target, Target]]:
        """Return the pages that offer something else to read, as they were and as they are, now that articles have other words."""
        articles = [ident for ident in reworded if self.records[ident].card.collection == "articles"]
        related = Related(self.publication)
        self.records.load(dict.fromkeys(articles))
        choosers = dict.fromkeys(one for ident in articles for one in (ident, *related.choosers(ident)))
        self.records.load(choosers)
        self.entries.load(choosers)
        self.records.load(dict.fromkeys(near for ident in choosers for near in related.near(ident)))
        pages = self._load(dict.fromkeys(output_path(self.entries[ident].url) for ident in choosers))
        found = [(target, _choosing(target, related.to(target.subject))) for target in pages.values()]
        others = [(old, new) for old, new in found if old != new]
        self._load_shown([new for _, new in others])
        return others

    def _of_briefs(self) -> list[tuple[Target, Target]]:
        """Return the lists, feeds and fragments of briefs that show others now, as they were and as they are."""
        catalog = self.publication.catalog
        self.entries.load(dict.fromkeys((*catalog.briefs, *catalog.rubrics, *catalog.authors)))
        now = {target.path: target for target in targets_of_briefs(self.publication)}
        was = self._load(dict.fromkeys(now))
        self._load_shown(now.values())
        return [(was[path], target) for path, target in now.items() if was[path] != target]

    def _load_shown(self, targets: Iterable[Target]) -> None:
        """Load what *targets* show and what that names."""
        shown = [ident for target in targets for ident in target.shown if ident in self.entries]
        self.records.load(dict.fromkeys(shown))
        shown += [*self.publication.with_terms(shown), *self.publication.catalog.rubrics]
        self.records.load(dict.fromkeys(shown))
        self.entries.load(dict.fromkeys(shown))


def _choosing(target: Target, chosen: tuple[str, ...]) -> Target:
    groups = tuple((name, chosen if name == RELATED else ids) for name, ids in target.groups)
    return replace(target, groups=groups)
