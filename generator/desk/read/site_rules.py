"""The rules of site.yaml that a shape cannot say: addresses, origins, tiers and folders. Each returns a problem."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from generator.model.urls import RESERVED_FOLDERS, placeholders

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
MARKDOWN_EXTENSIONS = frozenset(
    "abbr admonition attr_list def_list extra fenced_code footnotes md_in_html nl2br sane_lists tables toc".split()
)
_DAY = {"date", "year", "month", "day"}
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "articles": frozenset({"rubric", "slug", *_DAY}),
    "wire": frozenset({"time", *_DAY}),
    "authors": frozenset({"slug"}),
    "issues": frozenset({"slug", *_DAY}),
    "rubrics": frozenset({"slug"}),
    "pages": frozenset({"slug"}),
    "tags": frozenset({"slug"}),
    "series": frozenset({"slug"}),
    "archives": frozenset({"year", "month"}),
    "search": frozenset(),
}
# Folders of a site that hold sources or our own state: an output there would publish or destroy them.
SOURCE_FOLDERS = frozenset({"content", "themes", "plugins", "generator", ".marbre", ".git"})

# Domains under which strangers register: a cookie does not pass between their names. Not the whole Public
# Suffix List: what is missing here costs a clear refusal by the browser, and `doctor` shows the domain.
_SHARED = frozenset(
    "github.io gitlab.io netlify.app pages.dev workers.dev vercel.app web.app firebaseapp.com herokuapp.com "
    "onrender.com fly.dev cloudfront.net amazonaws.com azurewebsites.net surge.sh codeberg.page".split()
)
_SECOND_LEVEL = frozenset("ac asso co com edu go gob gouv gov gv ltd me ne net nom or org plc sch tm".split())
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
_DEFAULT_PORTS = {"https": 443, "http": 80}


def base_url(text: str) -> tuple[str, str]:
    """
    Return *text* in its one form, and the path part with slashes at both ends.

    Raises:
        ValueError: If it is no address that a publication can have; the message says why.
    """
    parts, origin = _origin(text)
    path = parts.path if parts.path.endswith("/") else parts.path + "/"
    if not re.fullmatch(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*", path):
        raise ValueError("its path may have letters, digits, '-', '_', '~' and '.' only, and no '..' or '//'")
    return origin + path, path


def _origin(text: str) -> tuple[SplitResult, str]:
    if any(c.isspace() or c in '\\<>"' or ord(c) < 33 for c in text):
        raise ValueError("it has spaces or characters that no address has")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"it is no address: {str(error).lower()}") from None
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ValueError("it does not begin with https:// and a host")
    if parts.username is not None or parts.password is not None or "?" in text or "#" in text:
        raise ValueError("it may have no user name, no '?' and no '#'")
    host = _host(parts.hostname)
    if parts.scheme == "http" and host not in LOCAL_HOSTS:
        raise ValueError("http is only for localhost: write https")
    shown = f"[{host}]" if ":" in host else host
    suffix = f":{port}" if port is not None and port != _DEFAULT_PORTS[parts.scheme] else ""
    return parts, f"{parts.scheme}://{shown}{suffix}"


def _host(name: str) -> str:
    """Return a host name in ASCII and small letters, as browsers write it."""
    if name in LOCAL_HOSTS:
        return name
    try:
        host = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError("its host is no domain name") from None
    if not _HOST.fullmatch(host):
        raise ValueError("its host is no domain name")
    return host


def registrable(host: str) -> str:
    """Return the part of a host name that somebody registered: browsers call names under it one site."""
    labels = host.split(".")
    keep = 2
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        keep = 3
    if any(host.endswith(f".{shared}") for shared in _SHARED):
        keep = 3
    return ".".join(labels[-keep:])


def keyservice_url(text: str, site: str) -> str:
    """
    Return the address of the key service in its one form; *site* is `base_url`.

    Raises:
        ValueError: If a browser on the site could not use it; the message says why.
    """
    if text.startswith("/"):
        if not re.fullmatch(r"/(?:[a-z0-9_-]+/)+", text):
            raise ValueError("a path of the site has slashes at both ends, small letters, digits, '-' and '_'")
        return text
    parts, origin = _origin(text)
    if parts.path not in {"", "/"}:
        raise ValueError("another origin has no path: write https://compte.example.fr/")
    host, own = urlsplit(origin).hostname or "", urlsplit(site).hostname or ""
    if host in LOCAL_HOSTS or own in LOCAL_HOSTS:
        return origin + "/"
    if registrable(host) != registrable(own):
        raise ValueError(
            f"browsers keep its cookies from pages of {own}: the service needs a name under {registrable(own)}"
        )
    return origin + "/"


def permalink(collection: str, pattern: str) -> str:
    """Return why *pattern* cannot give addresses, or an empty text."""
    known = PLACEHOLDERS[collection]
    for name in placeholders(pattern):
        if not known:
            return f"{collection} has one address, without placeholders"
        if name not in known:
            return (
                f"unknown placeholder {{{name}}}; {collection} have {', '.join(f'{{{one}}}' for one in sorted(known))}"
            )
    path, hash_, fragment = pattern.partition("#")
    bare = re.sub(r"\{\w+\}", "x", path)
    if not re.fullmatch(r"/(?:[a-z0-9_-]+/)*", bare):
        return "an address begins and ends with '/', and has small letters, digits, '-' and '_' between"
    if (first := path.split("/")[1]) in RESERVED_FOLDERS:
        return f"/{first}/ is a folder of the build itself"
    if collection == "wire":
        return "" if "{time}" in fragment and not re.search(r"[^\w{}-]", fragment) else "ends with '#{time}'"
    if hash_:
        return "only briefs have a '#'"
    if collection == "search":
        return "" if pattern != "/" else "is that of the front page"
    if collection == "archives":
        return (
            "" if pattern.endswith("/{year}/{month}/") and pattern.count("{") == 2 else "ends with '/{year}/{month}/'"
        )
    needed = "slug"
    return "" if needed in placeholders(path) else "lacks {slug}: all addresses would be the same"


def expand_tiers(includes: Sequence[tuple[str, tuple[str, ...] | None]]) -> dict[str, tuple[str, ...]]:
    """
    Return for each tier all that it opens besides itself, in the order of *includes*.

    A tier without a list of its own includes all before it. Includes of includes are included.

    Raises:
        ValueError: If tiers include each other in a circle; the message names one.
    """
    order = [tier for tier, _ in includes]
    direct = {tier: order[:at] if named is None else list(named) for at, (tier, named) in enumerate(includes)}
    expanded: dict[str, tuple[str, ...]] = {}
    for tier in order:
        reached: list[str] = []
        waiting = list(direct[tier])
        while waiting:
            inner = waiting.pop()
            if inner == tier:
                raise ValueError(tier)
            if inner not in reached:
                reached.append(inner)
                waiting.extend(direct[inner])
        expanded[tier] = tuple(one for one in order if one in reached)
    return expanded


def output_problem(root: Path, output: str, *, anywhere: bool = False) -> str:
    """
    Return why the folder *output* must not be published to, or an empty text.

    Args:
        root: The site's folder; a relative *output* is below it.
        anywhere: Whether a folder outside the site is allowed: an operator may name one, a file of the site not.
    """
    if not output.strip() or "\0" in output or output != output.strip():
        return "is no folder"
    home = root.resolve()
    try:
        target = (home / output).resolve()
    except (OSError, RuntimeError):
        return "leads nowhere or to itself"
    if target == home or target in home.parents:
        return "is the site's own folder or holds it"
    if target == Path.home().resolve() or target in Path.home().resolve().parents:
        return "is a home folder or holds one"
    if home not in target.parents:
        return "" if anywhere else "is outside the site's folder; --output may name such a folder"
    if target.relative_to(home).parts[0].lower() in SOURCE_FOLDERS:
        return "holds sources or the cache"
    if target.exists() and not target.is_dir():
        return "is not a folder"
    return ""
