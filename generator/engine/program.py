"""Which program made a cache: another program may render the same text to other bytes."""

import sys
from hashlib import sha256
from pathlib import Path

# What decides about bytes of the output besides our own files.
LIBRARIES = (
    "babel",
    "cryptography",
    "jinja2",
    "markdown",
    "msgspec",
    "nh3",
    "pillow",
    "pydantic",
    "pydantic-core",
    "pyyaml",
)


def program_digest(package: Path) -> str:
    """
    Return a digest of the Python and JavaScript files below *package* and of the versions of Python and the libraries.

    Contents, not times: a fresh clone with a restored cache is the same program.
    """
    digest = sha256()
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.js")]):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    digest.update(f"{sys.version_info[:2]}\n".encode())
    for name in LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    return digest.hexdigest()


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # a build of one edit never asks

    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
