"""What a page costs before anything is opened, and the whole opener."""

import gzip
import re

from generator.press.layout.joining import joined
from generator.press.layout.modules import leaves_first, parse, rewrite
from tests.browser.loopback import MODULES

EAGER = ["account.js", "paywalled-section.js"]
OPENER = ["assets.js", "encoding.js", "errors.js", "fetching.js", "header.js", "keys.js", "message.js"]
LATER = ["embedding.js"]
OPENER += ["opening.js", "requesting.js", "showing.js", "trusted.js", "unlocking.js"]


def compressed(names):
    """Return the size in bytes of modules without their comments, each compressed for itself."""
    sources = [(MODULES / name).read_text(encoding="utf-8") for name in names]
    bare = [re.sub(r"^\s*(?:/\*\*.*?\*/|//[^\n]*)\n", "", source, flags=re.DOTALL | re.MULTILINE) for source in sources]
    return sum(len(gzip.compress(source.encode(), 9)) for source in bare)


def test_locked_page_loads_under_three_kilobytes_of_script():
    """
    A reader without a login pays for the element and the account menu, and for nothing else.
    """
    assert compressed(EAGER) < 3 * 1024


def test_whole_opener_stays_under_twelve_kilobytes_in_three_files():
    """
    What opens a section has no dependencies, and comes in one file when a section is to be opened.
    """
    files = joined({path.name: parse(path.read_text(encoding="utf-8")) for path in MODULES.glob("*.js")})
    whole = [*EAGER, "unlocking.js"]

    assert not set(OPENER) - {"unlocking.js"} & set(files)
    assert sum(len(gzip.compress(files[name].source.encode(), 9)) for name in whole) < 12 * 1024


def test_builder_finds_every_import():
    """
    Every import is a file beside it and written so that the builder can put a hashed name in its place.
    """
    sources = {name: (MODULES / name).read_text(encoding="utf-8") for name in EAGER + OPENER + LATER}
    modules = {name: parse(source) for name, source in sources.items()}
    hashed = {name: f"{name[:-3]}.HASH.js" for name in modules}

    assert sorted(leaves_first(modules)) == sorted(modules)
    for source in sources.values():
        code = re.sub(r"^ *(?:/?\*|//).*", "", rewrite(source, hashed), flags=re.MULTILINE)
        assert set(re.findall(r"""["'](\S+\.js)["']""", code)) <= {f"./{name}" for name in hashed.values()}
