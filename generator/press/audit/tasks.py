"""What there is to read: files of the output, and sources."""

from msgspec import Struct

from generator.press.audit.files import AuditedFile, SourceFile


class FileTask(Struct, frozen=True, gc=False):
    """
    An output to read; of one that *is_sealed* only the name.

    Attributes:
        number: Of its own unit.
        digest, units: Of the file as it was last read, if all of it was.
    """

    number: int
    file: AuditedFile
    is_sealed: bool
    digest: str = ""
    units: bytes = b""


class SourceTask(Struct, frozen=True, gc=False):
    """A source to read, its number, and what all that is known of it depends on."""

    number: int
    source: SourceFile
    state: str


Task = FileTask | SourceTask
