"""Runs the vectors of format.md section 14 against this implementation."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.paywall.decision import Reader, answer, decide, parse_deny_list, parse_request
from generator.paywall.derivation import ContentKey, Root, hkdf, subkeys
from generator.paywall.errors import SealError
from generator.paywall.header import (
    ASSET,
    Header,
    decode_page_header,
    header_prefix,
    page_header,
    parse_header,
    parse_page_header,
)
from generator.paywall.keys import export_keyset, parse_keyset, parse_service_keyset
from generator.paywall.message import build_message, inflate, message_data, padded_length
from generator.paywall.opening import decrypt_chunk, open_asset, open_payload, open_section, split_file
from generator.paywall.sealing import seal_message

# A vector is JSON, parsed and checked here by comparing whole values: Any is what it is.
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one vector ended: `problem` is empty when it passed."""

    name: str
    problem: str


def run_folder(folder: Path) -> Iterator[Outcome]:
    """Yield the outcome of every vector that the folder's index lists, in its order."""
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    for entry in index["vectors"]:
        path = folder / f"{entry['name']}.json"
        yield run_vector(json.loads(path.read_text(encoding="utf-8")))


def run_vector(vector: Values) -> Outcome:
    """Return the outcome of one vector."""
    try:
        output, word = OPERATIONS[vector["operation"]](vector["input"]), "success"
    except SealError as error:
        output, word = {}, error.word
    if vector["operation"] == "open-variants":
        word, output = "refused", {"variants": _variants(vector)}
    if word != vector["expect"]:
        return Outcome(vector["name"], f"{word}, not {vector['expect']}")
    expected = vector.get("output", {})
    differing = sorted(name for name in expected if output.get(name) != expected[name])
    return Outcome(vector["name"], f"differs in {', '.join(differing)}" if differing else "")


def _variants(vector: Values) -> list[Values]:
    """Return the variants of an `open-variants` vector, each with the word that it really earns."""
    file = base64.b64decode(vector["input"]["file_base64"])
    return [
        variant | {"expect": _word_of(vector["input"], edited(file, variant))}
        for variant in vector["output"]["variants"]
    ]


def edited(file: bytes, variant: Values) -> bytes:
    """Return *file* cut, with one byte flipped, or with something appended."""
    if "flip" in variant:
        offset, mask = variant["flip"]
        file = file[:offset] + bytes((file[offset] ^ mask,)) + file[offset + 1 :]
    return file[: variant.get("cut", len(file))] + bytes.fromhex(variant.get("append", ""))


def _word_of(given: Values, file: bytes) -> str:
    try:
        _opened(given, file)
    except SealError as error:
        return error.word
    return "success"


def _subkeys(given: Values) -> Values:
    derived = subkeys(Root(bytes.fromhex(given["root_hex"])), given["site"], given["kid"])
    return {use: getattr(derived, use).value.hex() for use in ("siv", "section", "asset")}


def _keyset(given: Values) -> Values:
    if given["form"] == "spw-service-keyset-1":
        service = parse_service_keyset(given["text"])
        kids = {key.kid: key.status for key in service.keys}
        return {"site": service.site, "primary": service.primary.kid, "kids": kids}
    keyset = parse_keyset(given["text"])
    return {
        "site": keyset.site,
        "primary": keyset.primary.kid,
        "kids": {key.kid: key.status for key in keyset.keys},
        "service_keyset": json.loads(export_keyset(keyset)),
    }


def _parse_header(given: Values) -> Values:
    if "header_b64url" in given:
        return {"fields": _fields(parse_page_header(given["header_b64url"]))}
    return {"fields": _fields(parse_header(bytes.fromhex(given["header_hex"])))}


def _fields(header: Header) -> Values:
    names = ("kind", "not_before", "site", "kid", "article", "section", "policy")
    return {name: getattr(header, name) for name in names} | {"salt": header.salt.hex()}


def _pad(given: Values) -> Values:
    return {"padded": [padded_length(length) for length in given["lengths"]]}


def _seal(given: Values) -> Values:
    data = base64.b64decode(given["data_base64"])
    if "text_hex" in given and inflate(data) != bytes.fromhex(given["text_hex"]):
        raise SealError("bad-message", "the vector's data are of another text")
    fields = (given["site"], given["kid"], given["article"], given["section"], given["policy"])
    prefix = header_prefix(given["kind"], given["not_before"], *fields)
    derived = subkeys(Root(bytes.fromhex(given["root_hex"])), given["site"], given["kid"])
    sealed = seal_message(prefix, build_message(given["kind"], data), derived)
    return {
        "header_prefix_hex": prefix.hex(),
        "salt_hex": sealed.header[-24:].hex(),
        "header_hex": sealed.header.hex(),
        "header_b64url": page_header(sealed.header),
        "header_hash_hex": hashlib.sha256(sealed.header).hexdigest(),
        "content_key_hex": sealed.key.value.hex(),
        "aes_key_hex": sealed.keys.aes_key.hex(),
        "base_nonce_hex": sealed.keys.base_nonce.hex(),
        "commitment_hex": sealed.keys.commitment.hex(),
        "message_bytes": len(sealed.message),
        "message_sha256": hashlib.sha256(sealed.message).hexdigest(),
        "file_sha256": hashlib.sha256(sealed.data).hexdigest(),
        "file_bytes": len(sealed.data),
        "file_base64": base64.b64encode(sealed.data).decode("ascii"),
        "name": sealed.name,
    }


def _open(given: Values) -> Values:
    return _opened(given, base64.b64decode(given["file_base64"]))


def _opened(given: Values, file: bytes) -> Values:
    key = ContentKey(bytes.fromhex(given["content_key_hex"]))
    on_page = None
    if "page_header" in given:  # the page's attribute is checked before the file
        parse_page_header(given["page_header"])
        on_page = decode_page_header(given["page_header"])
    if "section_header_hex" in given:
        return _opened_asset(file, key, bytes.fromhex(given["section_header_hex"]))
    if on_page is None and split_file(file).header.kind == ASSET:
        return _opened_asset(file, key, None)
    opened = open_section(file, key, on_page)
    text = inflate(message_data(1, open_payload(split_file(file), key)))
    return {
        "kind": 1,
        "bytes": len(text),
        "sha256": hashlib.sha256(text).hexdigest(),
        "assets": [[entry.name, entry.key.value.hex(), entry.media_type] for entry in opened.manifest],
        "html_sha256": hashlib.sha256(opened.html.encode()).hexdigest(),
        "body_hex": text.hex(),
    }


def _opened_asset(file: bytes, key: ContentKey, section_header: bytes | None) -> Values:
    data = open_asset(file, key, section_header).data
    return {"kind": 2, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _hkdf(given: Values) -> Values:
    ikm, salt, info = (bytes.fromhex(given[f"{name}_hex"]) for name in ("ikm", "salt", "info"))
    return {"okm_hex": hkdf(ikm, info, given["length"], salt).hex()}


def _aes_gcm(given: Values) -> Values:
    key, nonce, ciphertext = (bytes.fromhex(given[f"{name}_hex"]) for name in ("key", "nonce", "ciphertext"))
    return {"plaintext_hex": decrypt_chunk(key, nonce, ciphertext).hex()}


def _service(given: Values) -> Values:
    verdicts = decide(
        parse_request(given["body"]),
        keyset=parse_service_keyset(json.dumps(given["service_keyset"])),
        deny=parse_deny_list("\n".join(given["deny"])),
        now=given["now"],
        reader=Reader(given["reader"]["authenticated"], frozenset(given["reader"]["grants"])),
        rate_left=given["rate_left"],
    )
    return {"answer": answer(verdicts)}


OPERATIONS: dict[str, Callable[[Values], Values]] = {
    "subkeys": _subkeys,
    "keyset": _keyset,
    "parse-header": _parse_header,
    "pad": _pad,
    "seal": _seal,
    "open": _open,
    "open-variants": _open,
    "hkdf": _hkdf,
    "aes-gcm": _aes_gcm,
    "service": _service,
}
