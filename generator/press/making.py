"""Output files made in chunks, as a task that may run in another process."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.engine.records import unpack
from generator.errors import SourceError
from generator.model.page import SealedBody
from generator.press.layout.publication import Publication
from generator.press.layout.site import render_target
from generator.press.layout.target import Target


@dataclass(frozen=True, slots=True)
class Order:
    """A target and the bodies that it needs, packed as the cache has them."""

    target: Target
    bodies: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a target's file, or what is wrong with its template."""

    data: bytes = field(default=b"", repr=False)
    errors: tuple[SourceError, ...] = ()


def make_chunk(orders: Sequence[Order], publication: Publication) -> list[Made]:
    """Return what each order makes; a theme's mistakes are values, so that all of a run come back."""
    return [_make(order, publication) for order in orders]


def _make(order: Order, publication: Publication) -> Made:
    try:
        return Made(render_target(publication, order.target, Bodies(order.bodies)))
    except SourceError as error:
        return Made(errors=(error,))


class Bodies(Mapping[str, SealedBody]):
    """The bodies of an order, each unpacked when it is asked for: a feed's entries are mostly made already."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self.packed = packed

    def __getitem__(self, identifier: str) -> SealedBody:
        return _body(self.packed[identifier])

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)


def _body(data: bytes) -> SealedBody:
    body = unpack(data)
    if not isinstance(body, SealedBody):
        raise TypeError(f"a body of the cache is a {type(body).__name__}")
    return body
