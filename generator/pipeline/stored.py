"""The state that a build leaves for the next one: what it read, what it answered, and until when that holds."""

from hmac import compare_digest
from hmac import digest as hmac_digest
from pathlib import Path

from generator.engine.records import pack, unpacked
from generator.errors import Warning_
from generator.model.state import State
from generator.paywall.keys import Keyset
from generator.pipeline.inputs import Stat, stat_of
from generator.pipeline.request import BuildRequest

MAC_SIZE = 32


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


def read_state(request: BuildRequest, keyset: Keyset) -> State | None:
    """Return the state that the last build left; None if there is none, or it is damaged or of another keyset."""
    try:
        data = _state_path(request).read_bytes()
    except OSError:
        return None
    mac, body = data[:MAC_SIZE], data[MAC_SIZE:]
    if not compare_digest(mac, _mac(body, keyset)):
        return None
    return unpacked(State, body)


def _mac(body: bytes, keyset: Keyset) -> bytes:
    # Of a state with other fields nothing is believed: Marbre may be another one.
    return hmac_digest(secret_of(keyset), f"{State.__annotations__}".encode() + body, "sha256")


def write_state(request: BuildRequest, keyset: Keyset, state: State) -> None:
    """Leave *state* for the next build, whole or not at all."""
    path = _state_path(request)
    body = pack(state)
    staged = path.with_name(f"{path.name}.new")
    staged.write_bytes(_mac(body, keyset) + body)
    staged.chmod(0o600)
    staged.replace(path)


def stamp_of(request: BuildRequest) -> Stat | None:
    """Return what tells one state left by a build from the next; None if there is none."""
    try:
        return stat_of(_state_path(request).stat())
    except OSError:
        return None


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
