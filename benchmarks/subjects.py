"""An engine with its site: what is measured."""

import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import generator
from benchmarks import corpus
from benchmarks.costs import Cost, measure
from benchmarks.engines import ENGINES, Engine
from benchmarks.peers import Peer

REPOSITORY = Path(__file__).resolve().parent.parent
# Set where Marbre is developed, and would make every start compile its modules anew.
_UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "SOURCE_DATE_EPOCH", "MARBRE_KEYSET")


@dataclass(frozen=True, slots=True)
class Subject:
    """
    Attributes:
        root: Folder of the site.
        build, serve: Commands, run in that folder; `{port}` stands for a port.
    """

    engine: Engine
    version: str
    root: Path
    build: tuple[str, ...]
    serve: tuple[str, ...]

    @property
    def output(self) -> Path:
        return self.root / self.engine.output

    def run(self) -> Cost:
        """Return what one build costs, with the number of files that it wrote."""
        before = _stamps(self.output)
        cost = measure(self.build, self.root, environment(self.root.parent))
        after = _stamps(self.output)
        return replace(cost, written=sum(before.get(path) != stamp for path, stamp in after.items()))

    def forget(self) -> None:
        """Remove output and caches, so that the next build is a cold one."""
        for path in (self.output, *(self.root / name for name in self.engine.caches)):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def clone(self, target: Path) -> "Subject":
        """Return a copy as a runner of continuous integration has it: same bytes, no old times, other inodes."""
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.root, target, symlinks=True, copy_function=shutil.copy)  # keeps modes, not times
        return replace(self, root=target)


def environment(work: Path) -> dict[str, str]:
    """Return the environment of every measured command; what it keeps for itself goes below *work*."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    return kept | {
        "PYTHONPYCACHEPREFIX": str(work / "pycache"),
        "HUGO_CACHEDIR": str(work / "hugo-cache"),
        "TZ": "Europe/Paris",
    }


def marbre(work: Path) -> Subject:
    """Return Marbre, as a copy of its program: other work in this checkout must not change it between two runs."""
    program = work / "program"
    shutil.rmtree(program, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("generator", "themes"):
        shutil.copytree(REPOSITORY / name, program / name, ignore=ignored)
    shutil.copyfile(REPOSITORY / "build.py", program / "build.py")
    command = (sys.executable, str(program / "build.py"))
    serve = (*command, "serve", "--port", "{port}", "--no-keyservice", "--quiet")
    build = (*command, "build", "--json", "--quiet")
    return Subject(ENGINES["marbre"], generator.__version__, work / "marbre", build, serve)


def peer_subject(peer: Peer, work: Path) -> Subject:
    return Subject(ENGINES[peer.name], peer.version, work / peer.name, peer.build, peer.serve)


def prepare(subject: Subject, count: int, peer: Peer | None) -> None:
    """Write the subject's site anew, with *count* articles."""
    shutil.rmtree(subject.root, ignore_errors=True)
    corpus.write(subject.engine.name, subject.root, count)
    if peer and peer.modules:
        (subject.root / "node_modules").symlink_to(peer.modules.resolve())


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of every file: a file that was written has another of one of them."""
    found: dict[str, tuple[int, int]] = {}
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                status = entry.stat(follow_symlinks=False)
                found[entry.path] = (status.st_ino, status.st_mtime_ns)
    return found
