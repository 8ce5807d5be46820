"""Output files made in chunks, as a task that may run in another process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.engine.records import unpack
from generator.errors import SourceError
from generator.model.output import OutputFile
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
    """The files of a target, or what is wrong with its template."""

    path: str
    files: tuple[OutputFile, ...] = ()
    errors: tuple[SourceError, ...] = ()


def make_chunk(orders: Sequence[Order], publication: Publication) -> list[Made]:
    """Return what each order makes; a theme's mistakes are values, so that all of a run come back."""
    return [_make(order, publication) for order in orders]


def _make(order: Order, publication: Publication) -> Made:
    bodies = {identifier: _body(data) for identifier, data in order.bodies.items()}
    try:
        return Made(order.target.path, render_target(publication, order.target, bodies))
    except SourceError as error:
        return Made(order.target.path, errors=(error,))


def _body(data: bytes) -> SealedBody:
    body = unpack(data)
    if not isinstance(body, SealedBody):
        raise TypeError(f"a body of the cache is a {type(body).__name__}")
    return body
