"""Stage 8: the leak audit over what is staged and what stays."""

from dataclasses import dataclass

from generator.engine.cache import Cache
from generator.errors import Leak, Warning_
from generator.pipeline.desk_stage import Desked
from generator.pipeline.site import Site
from generator.press.write.staging import Staging


@dataclass(frozen=True, slots=True)
class Audited:
    leaks: tuple[Leak, ...] = ()
    warnings: tuple[Warning_, ...] = ()


class AuditStage:
    """To be filled when press.audit lands."""

    def __init__(self, site: Site, cache: Cache, staging: Staging) -> None:
        self.site = site

    def run(self, desked: Desked) -> Audited:
        return Audited()
