"""
JSON Schemas of site.yaml, front matter and data files, for editors and other programs.

`python -m generator.desk.read.schemas` writes them; with `--check` it only says whether they are current.
"""

import json
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from generator.desk.read.collection_shapes import FORMS
from generator.desk.read.data_shapes import SHAPES, FrontKeys, Menus, OffersKeys, ThemeKeys
from generator.desk.read.site_shapes import SiteKeys
from generator.desk.read.synonyms import SYNONYMS
from generator.desk.read.validation import adapter
from generator.model.access import Access
from generator.model.config import SiteConfig
from generator.model.data import Front, Offer

FOLDER = Path(__file__).resolve().parents[2] / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Return every schema by the name of its file, without the ending."""
    found = {"site": _schema(SiteKeys, "site.yaml", _site_defaults())}
    for form in FORMS.values():
        schema = _schema(form.shape, f"Front matter of a document: {form.word}", _defaults(form.model))
        found[form.word] = _with_synonyms(schema)
    found["offers"] = _schema(OffersKeys, "content/data/offers.yaml", {})
    _put_defaults(found["offers"]["$defs"]["OfferKeys"], _defaults(Offer))
    found["menus"] = _schema(Menus, "content/data/menus.yaml", {})
    found["front"] = _schema(FrontKeys, "content/data/front.yaml", _defaults(Front))
    for name in ("newsletters", "app", "club", "comments"):
        found[name] = _schema(SHAPES[name], f"content/data/{name}.yaml", {})
    found["theme"] = _schema(ThemeKeys, "themes/NAME/theme.yaml", {})
    return found


def texts() -> dict[str, str]:
    """Return the text of every schema file by its name."""
    return {
        f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        for name, schema in schemas().items()
    }


def _schema(shape: Any, title: str, defaults: Mapping[str, object]) -> Schema:
    schema = _without_titles(adapter(shape).json_schema())
    _put_defaults(schema, defaults)
    return {"$schema": DIALECT, "title": title, **schema}


def _without_titles(part: Any) -> Any:
    """Return a schema without the titles that pydantic makes from names: editors would show them as text."""
    if isinstance(part, list):
        return [_without_titles(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {name: _without_titles(one) for name, one in value.items()}
        if key == "properties"
        else _without_titles(value)
        for key, value in part.items()
        if not (key == "title" and isinstance(value, str))
    }


def _with_synonyms(schema: Schema) -> Schema:
    known = schema["properties"]
    extra = {
        name: {**known[ours], "description": f"Means {ours!r}, as in other generators."}
        for name, ours in SYNONYMS.items()
        if ours in known and name not in known
    }
    required: list[str] = schema.get("required", [])
    # A document may have another name of a required key instead of it.
    either = [
        {"anyOf": [{"required": [name]} for name in (key, *_other_names(key))]} for key in required if _other_names(key)
    ]
    exact = [key for key in required if not _other_names(key)]
    return {**schema, "properties": known | extra, "required": exact} | ({"allOf": either} if either else {})


def _other_names(key: str) -> list[str]:
    return [name for name, ours in SYNONYMS.items() if ours == key]


def _put_defaults(schema: Schema, defaults: Mapping[str, object]) -> None:
    for name, value in defaults.items():
        if name in schema.get("properties", {}):
            schema["properties"][name]["default"] = value


def _defaults(model: Any) -> dict[str, object]:
    """Return the defaults of a model that say something: no empty text, list or mapping."""
    found = {field.name: field.default for field in fields(model) if field.default is not NODEFAULT}
    return {name: _plain(value) for name, value in found.items() if value not in ("", (), None)}


def _site_defaults() -> dict[str, object]:
    found = _defaults(SiteConfig)
    found["access"] = {"default": found.pop("default_access"), "rules": []}
    found["feeds"] = {"items": found.pop("feed_items")}
    found["comments"] = {"who": found["comments"]}
    found["timezone"] = "Europe/Paris"
    return found


def _plain(value: Any) -> Any:
    """Return a default as it would stand in YAML."""
    if isinstance(value, Access):
        return str(value)
    if isinstance(value, timedelta):
        return f"{value.days}d"
    if isinstance(value, Struct):
        pairs = ((field.name, _plain(getattr(value, field.name))) for field in fields(value))
        return {name: one for name, one in pairs if one not in ("", 0, [], {})}
    return list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value


def main(arguments: list[str]) -> int:
    """Return 0 when the files are written, or are current; 1 when `--check` finds that they are not."""
    stale = [
        name
        for name, text in texts().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        sys.stderr.writelines(f"generator/schemas/{name} is not current\n" for name in stale)
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(texts()[name], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
