"""What of a theme's templates is the same for every build: their code, and which others each of them names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.engine.records import pack, unpack
from generator.model.theme import Theme


@dataclass(slots=True)
class Compiled(BytecodeCache):
    """
    Compiled templates of one theme, by Jinja's keys, and the names that each template refers to, by its name.

    Its bytes are code that runs: they may come only from a cache whose records are keyed, as all of ours are.

    Attributes:
        is_changed: Whether there is more in it than where it came from.
    """

    code: dict[str, bytes] = field(default_factory=dict)
    references: dict[str, Sequence[str | None]] = field(default_factory=dict)
    is_changed: bool = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill Jinja's *bucket*, which compares the checksum of the template and the version of Python."""
        if known := self.code.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja compiled."""
        self.code[bucket.key] = bucket.bytecode_to_string()
        self.is_changed = True

    def refer(self, name: str, names: Sequence[str | None]) -> Sequence[str | None]:
        """Note and return the *names* that the template *name* refers to, None for a computed one."""
        self.references[name] = names
        self.is_changed = True
        return names

    def to_bytes(self) -> bytes:
        return pack((self.code, self.references))

    def take(self, data: bytes) -> None:
        """Take what `to_bytes` gave; whatever else it may be is as good as nothing."""
        try:
            value = unpack(data)
        except ValueError:
            return
        match value:
            case (dict() as code, dict() as references):
                self.code.update(code)
                self.references.update(references)


_of_themes: dict[str, Compiled] = {}


def compiled_of(theme: Theme) -> Compiled:
    """Return this process's compiled templates of a theme, whatever the language; those of other themes are let go."""
    if theme.digest not in _of_themes:
        _of_themes.clear()
        _of_themes[theme.digest] = Compiled()
    return _of_themes[theme.digest]
