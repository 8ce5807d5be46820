"""Static files and browser modules under hashed names."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.engine.digest import digest_bytes
from generator.errors import SourceError
from generator.model.theme import ThemeFile
from generator.press.layout import joining, modules
from generator.press.layout.assets import asset_index, theme_assets
from tests.press.publication import CONFIG, theme


def test_names_carry_the_hash_of_their_bytes_and_integrity_fits() -> None:
    """What a page names is what is there, byte for byte."""
    chosen = theme()
    files = {f"/{file.path}": file.data for file in theme_assets(chosen, CONFIG)}
    views = asset_index(chosen, CONFIG).views

    assert {view.url for view in views.values()} == set(files)
    for view in views.values():
        assert hashlib.sha256(files[view.url]).hexdigest()[:12] in view.url
        digest = base64.b64encode(hashlib.sha384(files[view.url]).digest()).decode()
        assert view.integrity == f"sha384-{digest}"


def test_every_import_of_a_module_names_a_file_that_is_there() -> None:
    """Static and dynamic imports alike; nothing of the folder for tests is published."""
    files = {
        Path(file.path).name: file.data.decode() for file in theme_assets(theme(), CONFIG) if file.path.endswith(".js")
    }
    imported = {
        name
        for text in files.values()
        for name in re.findall(r"""(?:from|import|import\()\s*["']\./([^"']+)["']""", text)
    }

    assert imported <= set(files)
    assert imported
    assert not any("testing" in name for name in files)


def test_a_changed_leaf_renames_all_that_import_it() -> None:
    """A page in a cache never mixes modules of two builds."""
    sources = {
        "leaf.js": "export const one = 1;\n",
        "middle.js": 'import {\n  one,\n} from "./leaf.js";\nexport const two = one;\n',
        "entry.js": '// import("./comment.js") is only told of\nconst later = () => import("./middle.js");\n',
    }

    def names(of: dict[str, str]) -> dict[str, str]:
        parsed = {name: modules.parse(text) for name, text in of.items()}
        found: dict[str, str] = {}
        for name in modules.leaves_first(parsed):
            text = modules.rewrite(of[name], found)
            found[name] = modules.hashed_name(name, hashlib.sha256(text.encode()).hexdigest()[:8])
        return found

    before, after = names(sources), names(sources | {"leaf.js": "export const one = 2;\n"})

    assert not set(before.values()) & set(after.values())


def test_only_static_imports_are_loaded_at_once() -> None:
    """What is imported when a section is to be opened costs the anonymous reader nothing."""
    parsed = {
        name: modules.parse(text)
        for name, text in {
            "a.js": 'import "./b.js";\nexport * from "./c.js";\nimport("./d.js");\n',
            "b.js": "",
            "c.js": "",
            "d.js": "",
        }.items()
    }

    assert modules.eager(parsed, "a.js") == ("a.js", "b.js", "c.js")


OPENER = {
    "page.js": 'import "./news.js";\nimport("./entry.js");\nimport("./other.js");\n',
    "news.js": "export const news = 1;\n",
    "entry.js": 'import { news } from "./news.js";\nimport { open } from "./middle.js";\nimport "./leaf.js";\n'
    "export async function start() {\n  return open(news);\n}\n",
    "middle.js": 'import { news } from "./news.js";\nimport { one } from "./leaf.js";\nimport { shared } from "./shared.js";\n'
    "export const open = (more) => one + more + news + shared;\n",
    "leaf.js": "export const one = 1;\n",
    "other.js": 'import { shared } from "./shared.js";\nexport const two = shared;\n',
    "shared.js": "export const shared = 3;\n",
}


def joined(sources: dict[str, str]) -> dict[str, str]:
    """Return the sources of the files that are published."""
    made = joining.joined({name: modules.parse(text) for name, text in sources.items()})
    return {name: module.source for name, module in made.items()}


def test_what_is_loaded_later_comes_as_one_file() -> None:
    """A request costs a telephone more than its bytes; what pages load, and what two need, stays apart."""
    files = joined(OPENER)

    assert sorted(files) == ["entry.js", "news.js", "other.js", "page.js", "shared.js"]
    assert files["entry.js"] == (
        'import { news } from "./news.js";\nimport { shared } from "./shared.js";\nexport const one = 1;\n'
        "export const open = (more) => one + more + news + shared;\nexport async function start() {\n  return open(news);\n}\n"
    )
    assert (files["page.js"], files["other.js"]) == (OPENER["page.js"], OPENER["other.js"])


@pytest.mark.parametrize(
    ("leaf", "says"),
    [
        ("export const one = 1;\nconst open = 2;\n", "'leaf.js' and 'middle.js' both declare 'open'"),
        ("export default 1;\n", "'leaf.js' cannot be joined with others: 'export default 1;'"),
        ("export * from './news.js';\n", "'leaf.js' cannot be joined"),
        ("const { a } = globalThis;\nexport const one = a;\n", "'leaf.js' cannot be joined"),
    ],
)
def test_modules_that_cannot_be_joined_by_their_text_are_refused(leaf: str, says: str) -> None:
    """Two declarations of one name, and forms of import and export that ours do not have."""
    with pytest.raises(ValueError, match=says):
        joined(OPENER | {"leaf.js": leaf})


def test_modules_that_import_each_other_are_refused() -> None:
    """A ring has no leaves, so no hash can be told."""
    parsed = {"a.js": modules.parse('import "./b.js";'), "b.js": modules.parse('import "./a.js";')}

    with pytest.raises(ValueError, match=r"a\.js > b\.js"):
        modules.leaves_first(parsed)


def test_a_stylesheet_is_one_file_with_its_imports_inside(tmp_path: Path) -> None:
    """One request for one look; addresses in it have hashed names."""
    sheet = tmp_path / "main.css"
    sheet.write_text('@layer base;\n@import "base.css" layer(base);\np { background: url(icon.svg); }\n', "utf-8")
    chosen = theme("base")
    static = {**chosen.static, "main.css": ThemeFile("base", str(sheet), digest_bytes(sheet.read_bytes()))}
    files = theme_assets(replace(chosen, static=static), CONFIG)
    text = next(file.data.decode() for file in files if re.match(r"assets/main\.", file.path))

    assert "@import" not in text
    assert "@layer base {" in text
    assert re.search(r"url\(icon\.[0-9a-f]{12}\.svg\)", text)
    assert "/*" not in text


def test_an_import_that_is_not_there_is_the_themes_mistake(tmp_path: Path) -> None:
    """The hint names the nearest file."""
    sheet = tmp_path / "main.css"
    sheet.write_text('@import "bsae.css";', "utf-8")
    chosen = theme("base")
    static = {**chosen.static, "main.css": ThemeFile("base", str(sheet), digest_bytes(sheet.read_bytes()))}

    with pytest.raises(SourceError) as caught:
        theme_assets(replace(chosen, static=static), CONFIG)
    assert "did you mean 'base.css'" in caught.value.hint


def test_the_looks_of_gazette_stay_below_six_and_a_half_kilobytes() -> None:
    """Compressed, with what it takes from base. It was six before galleries, players and pictures in several sizes."""
    import zlib

    sheet = next(file.data for file in theme_assets(theme(), CONFIG) if re.match(r"assets/main\.", file.path))

    assert len(zlib.compress(sheet, 9)) < 6656


def test_a_file_that_is_another_meanwhile_is_not_published(tmp_path: Path) -> None:
    """Pages name it by its hash, and were made before."""
    sheet = tmp_path / "themes" / "base" / "static" / "main.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("p { margin: 1px }", "utf-8")
    chosen = theme("base")
    static = {**chosen.static, "main.css": ThemeFile("base", str(sheet), digest_bytes(sheet.read_bytes()))}
    chosen = replace(chosen, static=static)
    asset_index(chosen, CONFIG)
    sheet.write_text("p { margin: 2px }", "utf-8")

    with pytest.raises(SourceError) as caught:
        theme_assets(chosen, CONFIG)
    assert (caught.value.code, caught.value.where.path) == ("changed", "themes/base/static/main.css")
