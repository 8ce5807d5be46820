"""The leak audit over a built tree, for the command."""

from pathlib import Path

from generator.pipeline.opening import open_site
from generator.pipeline.request import BuildRequest
from generator.press.audit.audit import AuditResult
from generator.press.audit.tree import audit_tree


def audit_output(request: BuildRequest, folder: Path | None) -> AuditResult:
    """
    Return what is sealed and readable in a built tree, read anew from its bytes.

    Raises:
        Problems: Settings, theme or keyset are wrong.
    """
    site = open_site(request)
    output = folder.absolute() if folder else site.output
    themes = [Path(path) for path in site.theme.folders]
    return audit_tree(output, site.root / "content", site.keyset, config=site.config, themes=themes)
