"""Targets: output files that are to be made, named by what they show."""

from msgspec import Struct

from generator.model.output import Kind

Groups = tuple[tuple[str, tuple[str, ...]], ...]


class Target(Struct, frozen=True):
    """
    One output file before it is made. Small, for it travels to workers.

    Attributes:
        path: Below the output folder.
        maker: Which function of `site.MAKERS` makes it.
        template: Empty for files that need none.
        url: Address below the site's root.
        subject: Id of the entry, slug of the tag or address of the day that it is about.
        number: Page of a list; `total` is how many there are, `newer` and `older` are the numbers of those before and
            after it, as in `press.layout.list_pages`.
        groups: Named lists of ids that the file shows, in order.
        bodies: Ids of the bodies that it needs.
        language: Of a front page, its lists and feeds, if it is not the site's.
        values: Whatever else decides about its bytes: titles of tags, addresses of neighbours.
        everything: It depends on the addresses and dates of the whole catalog, and on no words, as a sitemap does.
    """

    path: str
    kind: Kind
    maker: str
    template: str = ""
    url: str = ""
    subject: str = ""
    number: int = 1
    total: int = 1
    newer: int = 0
    older: int = 0
    groups: Groups = ()
    bodies: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    everything: bool = False
    language: str = ""

    def group(self, name: str) -> tuple[str, ...]:
        return dict(self.groups).get(name, ())

    def value(self, name: str) -> str:
        return dict(self.values).get(name, "")

    @property
    def shown(self) -> tuple[str, ...]:
        """Ids of all entries that the file is about, without the terms that their cards name."""
        listed = [ident for _, ids in self.groups for ident in ids]
        return tuple(dict.fromkeys([self.subject, *listed, *self.bodies]))
