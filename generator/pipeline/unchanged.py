"""
A build with no change: it opens no source file, writes nothing, and imports neither Markdown, Jinja2 nor cryptography.

The last build left a state: what it read, what it answered, and until when that holds. If every input has the stat that it
had, or at least the content, and the output is as it was published, the answer is the same.
"""

import time
from dataclasses import dataclass, replace
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from pathlib import Path

import generator
from generator.engine.records import pack, unpack
from generator.errors import Warning_
from generator.model.state import State
from generator.paywall.errors import SealError
from generator.paywall.keys import Keyset, read_keyset_file
from generator.pipeline.inputs import Input, Ledger, Stat, gathered
from generator.pipeline.request import SERVICE_FILE, BuildRequest, BuildResult
from generator.press.write.manifest import Manifest, load_manifest, manifest_mark
from generator.press.write.places import places

PACKAGE = Path(generator.__file__).parent
MAC_SIZE = 32


@dataclass(frozen=True, slots=True)
class Before:
    """
    The last build's state, if it answers for this request, and what differs now.

    Attributes:
        changed: Names of the inputs with other contents.
        inputs: All inputs as they are now.
        manifest: What is published, and is as it was.
        is_touched: Whether published files have other times, though the same bytes.
    """

    keyset: Keyset
    state: State
    changed: tuple[str, ...]
    inputs: dict[str, Input]
    manifest: Manifest
    is_touched: bool


def before(request: BuildRequest) -> Before | None:
    """Return what the last build left, if the same inputs are there and its output is whole; None if not."""
    keyset = _keyset(request)
    state = read_state(request, keyset) if keyset and not request.clean else None
    if state is None or keyset is None or state.options != options(request):
        return None
    if state.until is not None and request.now >= state.until:
        return None
    moved = Ledger(secret_of(keyset)).moved(_gathered(request), state.inputs)
    published = _published(request, state, keyset.site) if moved else None
    return Before(keyset, state, tuple(moved[0]), moved[1], *published) if moved and published else None


def unchanged(request: BuildRequest, found: Before, began: float) -> BuildResult | None:
    """Return what the last build answered, if nothing has changed since; None if a build has to find out."""
    state = found.state
    warnings = warnings_of(state, found.keyset)
    if found.changed or warnings is None or (warnings and request.strict):
        return None
    if found.inputs != state.inputs:
        write_state(request, found.keyset, replace(state, inputs=found.inputs))
    return answered(request, state, warnings, began)


def answered(request: BuildRequest, state: State, warnings: tuple[Warning_, ...], began: float) -> BuildResult:
    """Return what *state* says of a build in which nothing was made."""
    return BuildResult(
        pages=state.pages,
        sealed=state.sealed,
        rendered=0,
        reused=state.documents,
        made=0,
        written=(),
        removed=(),
        warnings=warnings,
        next_publication=state.next_publication,
        seconds=time.monotonic() - began,
        output=output_of(request, state),
        marked=state.marked,
    )


def options(request: BuildRequest) -> tuple[str, ...]:
    """Return what of a request and its environment decides about the output, but for the clock."""
    environment = request.environment
    output = str(request.output.absolute()) if request.output else ""
    return (
        f"drafts={request.drafts}",
        f"future={request.future}",
        f"indexes={request.indexes}",
        f"output={output}",
        f"production={environment.get('MARBRE_ENV') == 'production'}",
    )


def secret_of(keyset: Keyset) -> bytes:
    """Return what only builds with this keyset know: it signs the cache and the state."""
    key = keyset.primary
    return hmac_digest(key.root.value, f"marbre cache {keyset.site} {key.kid}".encode(), "sha256")


def inputs_of(request: BuildRequest, keyset: Keyset) -> dict[str, Input]:
    """Return all inputs of a build with their digests."""
    return Ledger(secret_of(keyset)).taken(_gathered(request))


def read_state(request: BuildRequest, keyset: Keyset) -> State | None:
    """Return the state that the last build left; None if there is none, or it is damaged or of another keyset."""
    try:
        data = _state_path(request).read_bytes()
    except OSError:
        return None
    mac, body = data[:MAC_SIZE], data[MAC_SIZE:]
    if not compare_digest(mac, hmac_digest(secret_of(keyset), body, "sha256")):
        return None
    try:
        state = unpack(body)
    except ValueError:
        return None
    return state if isinstance(state, State) else None


def write_state(request: BuildRequest, keyset: Keyset, state: State) -> None:
    """Leave *state* for the next build, whole or not at all."""
    path = _state_path(request)
    body = pack(state)
    staged = path.with_name(f"{path.name}.new")
    staged.write_bytes(hmac_digest(secret_of(keyset), body, "sha256") + body)
    staged.chmod(0o600)
    staged.replace(path)


def _keyset(request: BuildRequest) -> Keyset | None:
    named = request.environment.get("MARBRE_KEYSET")
    try:
        return read_keyset_file(Path(named) if named else request.workspace / "dev-keyset.json")
    except (OSError, SealError):
        return None


def _gathered(request: BuildRequest) -> dict[str, tuple[str, Stat]]:
    """Return every file that a build reads: sources, themes, settings, the keyset, and the program itself."""
    root = str(request.root)
    named = request.environment.get("MARBRE_KEYSET")
    folders = {"content": f"{root}/content", "themes": f"{root}/themes", "program": str(PACKAGE)}
    shipped = PACKAGE.parent / "themes"
    if str(shipped) != folders["themes"]:
        folders["shipped"] = str(shipped)
    files = {"site.yaml": str(request.site_file.absolute()), "keyset": named or f"{root}/.marbre/dev-keyset.json"}
    return gathered(folders, files)


def _published(request: BuildRequest, state: State, site: str) -> tuple[Manifest, bool] | None:
    """
    Return what is published, if it is as the last build left it, with nothing to finish or to remove.

    With it, whether files have other times than they were given.
    """
    output = output_of(request, state)
    if places(output, request.workspace).journal.exists():
        return None
    if not state.manifest or manifest_mark(output, request.workspace) != state.manifest:
        return None
    if not _has_digest(request.workspace / SERVICE_FILE, state.service):
        return None
    manifest = load_manifest(output, request.workspace, site)
    expiry = manifest.next_expiry
    if manifest.is_new or (expiry is not None and request.now.timestamp() >= expiry):
        return None
    touched = manifest.touched(output)
    is_whole = all(_has_digest(output / path, manifest.entries[path].digest) for path in touched)
    return (manifest, bool(touched)) if is_whole else None


def _has_digest(path: Path, digest: str) -> bool:
    """Return whether a file that was touched has its bytes still: a restored cache has other times."""
    try:
        return sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def warnings_of(state: State, keyset: Keyset) -> tuple[Warning_, ...] | None:
    """Return the warnings of the last build, None if they cannot be read."""
    if not state.warnings:
        return ()
    from generator.desk.seal.private import Safe

    private = Safe(secret_of(keyset)).reveal(state.warnings)
    return private.warnings if private else None


def output_of(request: BuildRequest, state: State) -> Path:
    """Return the folder that a state is about."""
    return request.output.absolute() if request.output else request.root / state.output


def _state_path(request: BuildRequest) -> Path:
    return request.workspace / f"state-{request.kind}"
