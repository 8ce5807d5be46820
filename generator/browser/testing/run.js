// Runs vectors of format.md section 14 that an opener can run. Knows neither Node nor the page it is in.

import { SealError } from "../errors.js";
import { ASSET, parseHeader, parsePageHeader } from "../header.js";
import { hkdf, importContentKey } from "../keys.js";
import { inflate, paddedLength, splitSectionText } from "../message.js";
import { decryptChunk, openAsset, openSectionText, splitFile } from "../opening.js";

/**
 * A vector is JSON, checked here by comparing whole values.
 *
 * @typedef {Record<string, any>} Values
 * @typedef {{name: string, problem: string, skipped: string}} Outcome empty `problem` and `skipped`: it passed
 */

/** @type {Record<string, (given: Values) => Values | Promise<Values>>} */
const OPERATIONS = {
  "parse-header": parsed,
  pad: ({ lengths }) => ({ padded: lengths.map(paddedLength) }),
  hkdf: derived,
  "aes-gcm": decrypted,
  open: (given) => opened(given, fromBase64(given.file_base64)),
};

/**
 * Returns the outcome of each vector, in order.
 *
 * @param {Values[]} vectors
 * @returns {Promise<Outcome[]>}
 */
export async function runVectors(vectors) {
  const strict = await inflatesStrictly();
  const outcomes = [];
  for (const vector of vectors) {
    const skipped = reasonToSkip(vector, strict);
    outcomes.push({ name: vector.name, skipped, problem: skipped ? "" : await problemOf(vector) });
  }
  return outcomes;
}

/**
 * Returns the lines of a report, the last of them `N passed, M failed`.
 *
 * @param {Outcome[]} outcomes
 */
export function report(outcomes) {
  const failed = outcomes.filter(({ problem }) => problem);
  const skipped = outcomes.filter(({ skipped }) => skipped);
  return [
    ...skipped.map(({ name, skipped }) => `${name}: skipped, ${skipped}`),
    ...failed.map(({ name, problem }) => `${name}: ${problem}`),
    `${outcomes.length - failed.length - skipped.length} passed, ${failed.length} failed`,
  ];
}

/**
 * @param {Values} vector
 * @param {boolean} strict
 */
function reasonToSkip({ operation, needs }, strict) {
  if (operation !== "open-variants" && !(operation in OPERATIONS)) return `an opener has no operation ${operation}`;
  if (needs === "strict-inflate" && !strict) return "needs strict-inflate: DecompressionStream here ignores trailing data";
  return needs && needs !== "strict-inflate" ? `needs ${needs}` : "";
}

/** @param {Values} vector */
async function problemOf(vector) {
  if (vector.operation === "open-variants") return variantsProblem(vector);
  const { word, output } = await outcomeOf(() => OPERATIONS[vector.operation](vector.input));
  if (word !== vector.expect) return `${word}, not ${vector.expect}`;
  const differing = Object.entries(vector.output ?? {}).filter(([name, value]) => !same(output[name], value));
  return differing.length ? `differs in ${differing.map(([name]) => name).join(", ")}` : "";
}

/** @param {Values} vector */
async function variantsProblem({ input, output }) {
  const file = fromBase64(input.file_base64);
  for (const variant of output.variants) {
    const { word } = await outcomeOf(() => opened(input, edited(file, variant)));
    if (word !== variant.expect) return `${word}, not ${JSON.stringify(variant)}`;
  }
  return "";
}

/**
 * @param {Uint8Array<ArrayBuffer>} file
 * @param {Values} variant
 */
function edited(file, { flip, cut, append = "" }) {
  const copy = file.slice();
  if (flip) copy[flip[0]] ^= flip[1];
  return new Uint8Array([...copy.subarray(0, cut ?? copy.length), ...fromHex(append)]);
}

/** @param {() => Values | Promise<Values>} operation */
async function outcomeOf(operation) {
  try {
    return { word: "success", output: await operation() };
  } catch (error) {
    // Anything else is our bug, and a failure of the vector that shows it.
    return { word: error instanceof SealError ? error.word : String(error), output: /** @type {Values} */ ({}) };
  }
}

/** @param {Values} given */
function parsed({ header_b64url: text, header_hex: hex }) {
  const { notBefore, salt, ...fields } = text === undefined ? parseHeader(fromHex(hex)) : parsePageHeader(text).header;
  return { fields: { ...fields, not_before: notBefore, salt: toHex(salt) } };
}

/** @param {Values} given */
async function derived({ ikm_hex: ikm, salt_hex: salt, info_hex: info, length }) {
  const key = await importContentKey(fromHex(ikm));
  return { okm_hex: toHex(await hkdf(key, fromHex(info), length, fromHex(salt))) };
}

/** @param {Values} given */
async function decrypted({ key_hex: bytes, nonce_hex: nonce, ciphertext_hex: ciphertext }) {
  const key = await crypto.subtle.importKey("raw", fromHex(bytes), "AES-GCM", false, ["decrypt"]);
  return { plaintext_hex: toHex(await decryptChunk(key, fromHex(nonce), fromHex(ciphertext))) };
}

/**
 * @param {Values} given
 * @param {Uint8Array<ArrayBuffer>} file
 * @returns {Promise<Values>}
 */
async function opened({ content_key_hex: bytes, page_header: page, section_header_hex: section }, file) {
  const key = await importContentKey(fromHex(bytes));
  const onPage = page === undefined ? null : parsePageHeader(page).bytes; // checked before the file
  if (section !== undefined || (!onPage && splitFile(file).header.kind === ASSET)) {
    const data = await openAsset(file, key, section === undefined ? null : parseHeader(fromHex(section)));
    return { kind: 2, bytes: data.length, sha256: await sha256(data) };
  }
  const text = await openSectionText(file, key, onPage);
  const { manifest, html } = splitSectionText(text);
  return {
    kind: 1,
    bytes: text.length,
    sha256: await sha256(text),
    assets: [...manifest.values()].map(({ name, key, mediaType }) => [name, toHex(key), mediaType]),
    html_sha256: await sha256(new TextEncoder().encode(html)),
    body_hex: toHex(text),
  };
}

/** Returns whether `DecompressionStream` refuses data after the final block, as its standard says. */
async function inflatesStrictly() {
  const emptyStream = [0x03, 0x00]; // one empty final block
  return inflate(new Uint8Array([...emptyStream, 0x00])).then(
    () => false,
    () => true,
  );
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function sha256(bytes) {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/**
 * Returns whether two JSON values are equal, whatever the order of members.
 *
 * @param {any} one
 * @param {any} other
 * @returns {boolean}
 */
function same(one, other) {
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]));
}

/** @param {string} hex */
function fromHex(hex) {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) => parseInt(hex.slice(2 * index, 2 * index + 2), 16));
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
