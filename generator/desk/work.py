"""One document's whole way through desk, as a task that may run in another process."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from generator.desk.plaintext import Document
from generator.desk.read.content import with_text
from generator.desk.read.opener import read_bytes
from generator.desk.render.body import render
from generator.desk.render.context import Context
from generator.desk.seal.body import Sealed, Sealer
from generator.desk.seal.shelf import shelf_of
from generator.engine.deadline import deadline
from generator.errors import Location, Problems, SourceError, Warning_
from generator.model.catalog import Entry
from generator.paywall.keys import Keyset


@dataclass(frozen=True, slots=True)
class Shared:
    """What every task needs; travels to each worker once. `takes_pictures` is whether ones made before are good enough."""

    context: Context
    keyset: Keyset
    root: Path
    takes_pictures: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    document: Document = field(repr=False)
    entry: Entry


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    A sealed document, or what is wrong with it.

    Attributes:
        seconds: The processor's time that it took.
        encoded: How many of its pictures were made and not taken from the shelf.
    """

    id: str
    sealed: Sealed | None
    links: tuple[tuple[str, str], ...] = ()
    site_addresses: tuple[tuple[str, int], ...] = ()
    warnings: tuple[Warning_, ...] = ()
    errors: tuple[SourceError, ...] = ()
    seconds: float = 0.0
    encoded: int = 0


def do_chunk(tasks: Sequence[Task], shared: Shared) -> list[Outcome]:
    """Return the outcome of each task; an author's mistakes are values, so that all of a run come back."""
    return [_timed(task, shared) for task in tasks]


def _timed(task: Task, shared: Shared) -> Outcome:
    began = time.process_time()
    outcome = _do(task, shared)
    return replace(outcome, seconds=time.process_time() - began)


def _do(task: Task, shared: Shared) -> Outcome:
    where = Location(f"content/{task.document.source}")
    try:
        with deadline(shared.context.config.markdown.time_limit, where, "rendering its Markdown"):
            document = task.document if task.document.markdown else with_text(shared.root, task.document)
            body = render(document, task.entry, shared.context)
        config = shared.context.config
        shelf = shelf_of(shared.root, shared.keyset, config.images, is_read=shared.takes_pictures)
        sealer = Sealer(config, shared.keyset, shelf, partial(_read, shared.root))
        sealed = sealer.seal(body, task.entry)
    except Problems as problems:
        return Outcome(task.document.id, None, errors=problems.errors)
    except SourceError as error:
        return Outcome(task.document.id, None, errors=(error,))
    except RecursionError:
        hint = "look for deeply nested lists or quotes"
        too_deep = SourceError(where, "too-deep", "its Markdown is nested too deeply", hint)
        return Outcome(task.document.id, None, errors=(too_deep,))
    return Outcome(task.document.id, sealed, body.links, body.site_addresses, body.warnings, encoded=shelf.encoded)


def _read(root: Path, path: str) -> bytes:
    return read_bytes(root, f"content/{path}")
