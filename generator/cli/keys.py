"""`keys …`: the site's keyset. Roots are never printed."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.program import DONE, common, program
from generator.errors import Location, SourceError

if TYPE_CHECKING:
    from generator.paywall.keys import Keyset


@program.group()
def keys() -> None:
    """Make, rotate and export the keys that seal sections."""


class Keyring:
    """The keyset file of a site: the one that MARBRE_KEYSET names, else the development keyset's."""

    def __init__(self, site_file: Path) -> None:
        from generator.desk.read.settings import read_settings
        from generator.desk.seal.keyset import keyset_path

        self.config = read_settings(site_file)
        self.workspace = site_file.absolute().parent / ".marbre"
        self.path = keyset_path(self.workspace, os.environ)

    def read(self) -> "Keyset":
        from generator.desk.seal.keyset import read_keyset

        if not self.path.exists():
            hint = "make it with 'marbre keys init'"
            raise SourceError(Location(str(self.path)), "missing-keyset", "there is no keyset", hint)
        return read_keyset(self.path)

    def write(self, keyset: "Keyset") -> None:
        from generator.paywall.keys import dump_keyset, write_keyset_file

        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_keyset_file(self.path, dump_keyset(keyset))

    def change(self, step: str, *arguments: Any) -> "Keyset":
        """Write what a step of `paywall.keys` makes of the keyset; its refusal becomes an error of the operator."""
        from generator.paywall import keys as paywall_keys
        from generator.paywall.errors import SealError

        try:
            changed: Keyset = getattr(paywall_keys, step)(self.read(), *arguments)
        except (SealError, ValueError) as error:
            raise SourceError(Location(str(self.path)), "bad-keyset", str(error), "see 'marbre keys list'") from None
        self.write(changed)
        return changed


@keys.command()
@common
@click.argument("kid", required=False)
def init(site: Path, kid: str | None, **_: Any) -> int:
    """Make the keyset file that MARBRE_KEYSET names, with a first key."""
    from generator.desk.seal.keyset import DEV_KID, is_production
    from generator.paywall.keys import new_keyset, new_root

    ring = Keyring(site)
    if ring.path.exists():
        hint = "'marbre keys rotate' adds a key; nothing here ever overwrites one"
        raise SourceError(Location(str(ring.path)), "keyset-exists", "there is a keyset already", hint)
    development = "MARBRE_KEYSET" not in os.environ
    if development and is_production(os.environ):
        raise SourceError(
            Location("MARBRE_KEYSET"), "missing-keyset", "no file is named", "set MARBRE_KEYSET to its path"
        )
    name = kid or (DEV_KID if development else f"{_now().year}a")
    ring.write(new_keyset(ring.config.keyservice.site, name, new_root(), _now()))
    _tell(f"made {ring.path}, for {'development' if development else 'production'}: keep a copy in a safe place")
    print(name)
    return DONE


@keys.command("list")
@common
def list_keys(site: Path, as_json: bool, **_: Any) -> int:
    """Show kids, their status and when they were made; no key."""
    import json

    keyset = Keyring(site).read()
    rows = [
        {"kid": key.kid, "status": key.status, "created": f"{key.created:%Y-%m-%dT%H:%M:%SZ}"} for key in keyset.keys
    ]
    if as_json:
        print(json.dumps({"site": keyset.site, "keys": rows}))
    else:
        for row in rows:
            print(f"{row['kid']:<16} {row['status']:<9} {row['created']}")
    return DONE


@keys.command()
@common
@click.argument("kid", required=False)
def rotate(site: Path, kid: str | None, **_: Any) -> int:
    """Add a key that opens and does not seal yet; the last line of output is its kid."""
    from generator.paywall.keys import is_development, new_root

    ring = Keyring(site)
    keyset = ring.read()
    name = kid or _next_kid([key.kid for key in keyset.keys], development=is_development(keyset.primary.kid))
    ring.change("with_new_key", name, new_root(), _now())
    _tell("give the service the new export first ('marbre keys export'), then 'marbre keys promote'")
    print(name)
    return DONE


@keys.command()
@common
@click.argument("kid")
def promote(site: Path, kid: str, **_: Any) -> int:
    """Make a key seal: the next build seals everything anew."""
    Keyring(site).change("promoted", kid)
    _tell(f"{kid} seals from now on; the next build reseals every section")
    return DONE


@keys.command()
@common
@click.argument("kid")
def retire(site: Path, kid: str, **_: Any) -> int:
    """End a key: pages that it sealed ask to be reloaded."""
    Keyring(site).change("retired", kid)
    _tell(f"{kid} opens nothing any more, once the service has the new export")
    return DONE


@keys.command()
@common
@click.argument("file", required=False, type=click.Path(path_type=Path))
def export(site: Path, file: Path | None, **_: Any) -> int:
    """Write what the key service may hold, to FILE with mode 0600 or to stdout."""
    from generator.paywall.keys import export_keyset, write_keyset_file

    text = export_keyset(Keyring(site).read())
    if file is None:
        sys.stdout.write(text)
    else:
        write_keyset_file(file, text)
        _tell(f"wrote {file}: give it to the service as MARBRE_SERVICE_KEYSET")
    return DONE


@keys.command()
@common
@click.argument("article")
def withdraw(site: Path, article: str, **_: Any) -> int:
    """Add an article to the deny list: no key for any of its versions any more."""
    from generator.paywall.decision import parse_deny_list

    line = f"article {article}"
    parse_deny_list(line)
    named = os.environ.get("MARBRE_DENY_LIST")
    path = Path(named) if named else site.absolute().parent / ".marbre" / "deny-list.txt"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if line not in before.splitlines():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        gap = "" if not before or before.endswith("\n") else "\n"
        path.write_text(f"{before}{gap}{line}\n", encoding="utf-8")
    _tell(f"{path} withdraws {article}; give the file to the service as MARBRE_DENY_LIST")
    return DONE


def _next_kid(kids: list[str], *, development: bool) -> str:
    """Return a kid that is not in *kids*: `dev-2`, or the year and the next letters."""
    if development:
        return next(name for number in range(1, 10_000) if (name := f"dev-{number}") not in kids)
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"{_now().year}{first}{second}" for first in ("", *letters) for second in letters]
    return next(name for name in names if name not in kids)


def _now() -> datetime:
    return datetime.now(UTC)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
