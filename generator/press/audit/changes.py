"""What differs from what the memory knows."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from generator.model.config import TeaserRule
from generator.press.audit.files import AuditedFile, SourceFile
from generator.press.audit.memory import Memory
from generator.press.audit.records import is_of


class Changes(Struct, frozen=True):
    """
    Attributes:
        outputs, sources: Those that are new or have other bytes.
        outputs_gone, sources_gone: Paths of those that are there no more.
    """

    outputs: Sequence[AuditedFile]
    sources: Sequence[SourceFile]
    outputs_gone: Collection[str] = ()
    sources_gone: Collection[str] = ()


def differing(
    memory: Memory, outputs: Sequence[AuditedFile], sources: Sequence[SourceFile], rule: TeaserRule
) -> Changes:
    """
    Return what of all *outputs* and *sources* the memory does not know.

    Raises:
        LostError: If a part of the memory is not there any more.
    """
    site_rule = repr(rule)
    return Changes(
        [file for file in outputs if not is_of(memory.outputs.get(file.path), file.digest)],
        [source for source in sources if not is_of(memory.sources.get(source.path), source.state(site_rule))],
        sorted(memory.outputs.keys() - {file.path for file in outputs}),
        sorted(memory.sources.keys() - {source.path for source in sources}),
    )
