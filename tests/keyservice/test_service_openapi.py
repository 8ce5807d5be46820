"""The description of the addresses is true: every answer that is described is what comes back."""

import json
import re
from pathlib import Path

import pytest
from django.urls import resolve
from visits import SITE, a_header, ask_keys, log_in, session_of

from generator.keyservice import checks
from generator.paywall.errors import WORDS

DOCUMENT = json.loads((Path(checks.__file__).parent / "openapi.json").read_text("utf-8"))
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
KNOWN = {
    "type", "enum", "pattern", "oneOf", "$ref", "required", "properties", "additionalProperties", "items",
    "minItems", "maxItems", "description",
}  # fmt: skip


def faults(value, schema, at="answer"):
    """Return what is wrong with *value*, for the part of JSON Schema that the document uses."""
    assert set(schema) <= KNOWN, schema
    if "$ref" in schema:
        return faults(value, pointed(schema["$ref"]), at)
    if "oneOf" in schema:
        fitting = [one for one in schema["oneOf"] if not faults(value, one, at)]
        return [] if len(fitting) == 1 else [f"{at} fits {len(fitting)} of the alternatives"]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not isinstance(value, tuple(TYPES[kind] for kind in kinds)):
        return [f"{at} is not {kinds}"]
    found = [] if value in schema.get("enum", [value]) else [f"{at} is not of the list"]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at} does not match")
    if isinstance(value, list):
        found += [fault for index, one in enumerate(value) for fault in faults(one, schema["items"], f"{at}[{index}]")]
    if isinstance(value, dict):
        found += faults_of_members(value, schema, at)
    return found


def faults_of_members(value, schema, at):
    """Return what is wrong with the members of an object."""
    properties = schema.get("properties", {})
    missing = [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
    further = [f"{at}.{name} is not described" for name in value if name not in properties]
    allowed = schema.get("additionalProperties", True)
    within = [
        fault for name, one in properties.items() if name in value for fault in faults(value[name], one, f"{at}.{name}")
    ]
    return missing + ([] if allowed else further) + within


def pointed(reference):
    """Return what a reference points to; a wrong one is a KeyError."""
    part = DOCUMENT
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    return part


def check(response, path, method):
    """Compare an answer with what the document says of its status."""
    described = DOCUMENT["paths"][path][method]["responses"][str(response.status_code)]
    described = pointed(described["$ref"]) if "$ref" in described else described
    schema = described["content"]["application/json"]["schema"]
    assert response["Content-Type"].startswith("application/json")
    assert faults(response.json(), schema) == []


def references(part):
    """Return all references in the document."""
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [one for value in part.values() for one in references(value)]
    return [one for value in part for one in references(value)] if isinstance(part, list) else []


def test_every_reference_points_to_something():
    """The document has no loose end, and leaves no part unused."""
    used = set(references(DOCUMENT))
    for reference in used:
        pointed(reference)
    schemas = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert schemas - used == {"#/components/schemas/KeyRequest"} - used


def test_every_path_and_method_exists():
    """Each described address resolves to a view that has the method, and no other but OPTIONS."""
    for path, methods in DOCUMENT["paths"].items():
        view = resolve(path).func.view_class
        allowed = {name for name in ("get", "post", "put", "patch", "delete") if hasattr(view, name)}
        assert allowed == set(methods), path


def test_the_words_are_those_of_the_format():
    """A refusal is a word of format.md."""
    words = set(DOCUMENT["components"]["schemas"]["Refusal"]["properties"]["refused"]["enum"])
    assert words <= WORDS
    assert len(words) == 8


def test_a_wrong_answer_would_be_noticed():
    """The comparison itself works."""
    schema = {"$ref": "#/components/schemas/KeyAnswer"}
    assert faults({"keys": [{"key": "A" * 43}, {"refused": "rate"}]}, schema) == []
    for wrong in (
        {},
        {"keys": {}},
        {"keys": [{"key": "A"}]},
        {"keys": [{}]},
        {"keys": [], "more": 1},
        {"keys": [{"refused": "no"}]},
    ):
        assert faults(wrong, schema)


def test_the_file_is_served(client, db):
    """The document is at `openapi.json`."""
    response = client.get("/openapi.json")
    assert response.json() == DOCUMENT
    check(response, "/openapi.json", "get")


def test_answers_are_as_described(client, reader, grant, settings):
    """Session, keys and health, before and after login, well and badly asked."""
    check(client.get("/session"), "/session", "get")
    check(client.get("/health"), "/health", "get")
    check(ask_keys(client, a_header(), "AAAA"), "/keys", "post")
    check(ask_keys(client, origin=SITE), "/keys", "post")
    check(ask_keys(client, a_header(), origin="https://evil.example"), "/keys", "post")
    check(client.post("/keys", "x", content_type="text/plain", headers={"origin": SITE}), "/keys", "post")
    grant(reader, "tier:abonnes")
    log_in(client)
    check(client.get("/session"), "/session", "get")
    check(ask_keys(client, a_header(), a_header("a/b", "tier:premium")), "/keys", "post")
    settings.MARBRE_SERVICE_KEYSET = "/nowhere"
    check(client.get("/health"), "/health", "get")
    check(ask_keys(client, a_header()), "/keys", "post")
    assert session_of(client)["authenticated"]


@pytest.mark.parametrize("path", ["/session", "/keys", "/health", "/openapi.json"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_other_methods_are_refused_as_described(client, db, path, method):
    """What is not described is 405 in JSON, or stopped by the missing token before."""
    if method in DOCUMENT["paths"][path]:
        return
    response = getattr(client, method)(path, headers={"origin": SITE})

    assert response.status_code in {403, 405}
    schema = {"$ref": "#/components/schemas/Error"}
    assert faults(response.json(), schema) == []
