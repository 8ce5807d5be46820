"""
The engines that Marbre is measured against: `python -m benchmarks.peers` installs them into benchmarks/.peers/.

Versions and hashes are in benchmarks/locks/. One that cannot be installed is said and left out.
To renew a lock: `uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate`.
"""

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE / ".peers"
LOCKS = HERE / "locks"
# Arguments to build and to serve.
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "hugo": (("--quiet",), ("server", "--quiet", "--port", "{port}")),
    "pelican": (("content", "-q"), ("content", "-lrq", "--port", "{port}")),
    "mkdocs": (("build", "-q"), ("serve", "-q", "--livereload", "--dev-addr", "127.0.0.1:{port}")),
}


@dataclass(frozen=True, slots=True)
class Peer:
    """
    An installed peer.

    Attributes:
        build, serve: Commands, to be run in the folder of a site; `{port}` stands for a port.
        modules: Folder that the site needs a link to, or None.
    """

    name: str
    version: str
    build: tuple[str, ...]
    serve: tuple[str, ...]
    modules: Path | None = None


def installed(names: Iterable[str]) -> dict[str, Peer]:
    """Return those of *names* that can be used; installs what is not there yet and tells what fails."""
    found = {}
    for name in names:
        try:
            _install(name)
            found[name] = _peer(name)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name}: left out, it cannot be installed: {error}", file=sys.stderr)
            shutil.rmtree(FOLDER / name, ignore_errors=True)
    return found


def _install(name: str) -> None:
    lock = LOCKS / name / "package-lock.json" if name == "eleventy" else LOCKS / f"{name}.txt"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    folder, stamp = FOLDER / name, FOLDER / name / ".installed"
    if stamp.exists() and stamp.read_text("ascii") == digest:
        return
    shutil.rmtree(folder, ignore_errors=True)
    if name == "eleventy":
        shutil.copytree(LOCKS / name, folder)
        subprocess.run(["npm", "ci", "--silent", "--no-fund", "--no-audit"], cwd=folder, check=True)
    else:
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
        # The first run of a program that pip did not compile would be measured too.
        subprocess.run([str(folder / "bin/python"), "-m", "compileall", "-q", str(folder / "lib")], check=False)
    stamp.write_text(digest, "ascii")


def _peer(name: str) -> Peer:
    if name == "eleventy":
        return _eleventy(FOLDER / name)
    # Hugo's package has a starter in Python; the binary inside is what others run.
    pattern = "lib/python*/site-packages/hugo/binaries/hugo*" if name == "hugo" else f"bin/{name}"
    program = str(next((FOLDER / name).glob(pattern)))
    build, serve = COMMANDS[name]
    return Peer(name, _locked(name), (program, *build), (program, *serve))


def _eleventy(folder: Path) -> Peer:
    program = ("node", str(folder / "node_modules/@11ty/eleventy/cmd.cjs"))
    asked = subprocess.run([*program, "--version"], capture_output=True, text=True, check=True)
    serve = (*program, "--serve", "--quiet", "--port={port}")
    return Peer("eleventy", asked.stdout.strip(), (*program, "--quiet"), serve, folder / "node_modules")


def _locked(name: str) -> str:
    lines = (LOCKS / f"{name}.txt").read_text("ascii").splitlines()
    return next(line.split("==")[1].split()[0] for line in lines if line.startswith(f"{name}=="))


if __name__ == "__main__":
    for peer in installed(("hugo", "eleventy", "pelican", "mkdocs")).values():
        print(f"{peer.name} {peer.version}: {' '.join(peer.build)}")
