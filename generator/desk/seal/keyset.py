"""
The builder's keyset: a file that the environment names, or one for development, made on first use.

In production nothing falls back: no keyset, no build.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from generator.errors import Location, SourceError
from generator.paywall.errors import SealError
from generator.paywall.keys import (
    Keyset,
    dump_keyset,
    is_development,
    new_keyset,
    new_root,
    read_keyset_file,
    write_keyset_file,
)

DEV_KEYSET = "dev-keyset.json"
DEV_KID = "dev-1"


def keyset_path(workspace: Path, environment: Mapping[str, str]) -> Path:
    """Return the file that `MARBRE_KEYSET` names, else the development keyset's in *workspace* (`.marbre/`)."""
    named = environment.get("MARBRE_KEYSET")
    return Path(named) if named else workspace / DEV_KEYSET


def is_production(environment: Mapping[str, str]) -> bool:
    """Return whether `MARBRE_ENV` says production."""
    return environment.get("MARBRE_ENV") == "production"


def load_keyset(workspace: Path, site: str, environment: Mapping[str, str], now: datetime) -> Keyset:
    """
    Return the keyset to seal with.

    Raises:
        SourceError: `missing-keyset`, `bad-keyset`, `foreign-keyset`, `dev-keyset`.
    """
    path = keyset_path(workspace, environment)
    named = "MARBRE_KEYSET" in environment
    if not path.exists():
        if is_production(environment) or named:
            hint = "make one with 'marbre keys init', and name its file in MARBRE_KEYSET"
            raise SourceError(Location(_shown(path)), "missing-keyset", "there is no keyset", hint)
        return make_dev_keyset(path, site, now)
    keyset = read_keyset(path)
    if keyset.site != site:
        problem = f"the keyset is of site {keyset.site!r}, site.yaml says {site!r}"
        raise SourceError(Location(_shown(path)), "foreign-keyset", problem, "one keyset for each site and environment")
    if is_production(environment) and is_development(keyset.primary.kid):
        hint = "make one with 'marbre keys init'; the development keyset opens nothing in production"
        raise SourceError(Location(_shown(path)), "dev-keyset", f"kid {keyset.primary.kid!r} is for development", hint)
    return keyset


def read_keyset(path: Path) -> Keyset:
    """Return the keyset in *path*; raises SourceError `bad-keyset`, whose text quotes nothing of the file."""
    try:
        return read_keyset_file(path)
    except SealError as error:
        hint = "it must be a builder's keyset with mode 0600; restore it from its backup"
        raise SourceError(Location(_shown(path)), "bad-keyset", str(error), hint) from None
    except OSError as error:
        raise SourceError(Location(_shown(path)), "bad-keyset", str(error.strerror), "make it readable") from None


def make_dev_keyset(path: Path, site: str, now: datetime) -> Keyset:
    """Return a new keyset for development, written to *path* with mode 0600; its kid begins with `dev-`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyset = new_keyset(site, DEV_KID, new_root(), now)
    write_keyset_file(path, dump_keyset(keyset))
    return keyset


def _shown(path: Path) -> str:
    """Return a path for a message: relative to the current folder where it can be."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
