// Headers: what a sealed file is. Mirror of paywall/header.py; an opener reads headers and makes none.

import { decodeBase64url, isId, isPolicy } from "./encoding.js";
import { SealError } from "./errors.js";

export const SECTION = 1; // kinds
export const ASSET = 2;

const VERSION = 1;
const FIXED_SIZE = 6; // bytes: version, kind, time
const SALT_SIZE = 24; // bytes

/**
 * @typedef {object} Header
 * @property {number} kind SECTION or ASSET
 * @property {number} notBefore Unix seconds; 0 means at any time
 * @property {string} site
 * @property {string} kid
 * @property {string} article
 * @property {string} section
 * @property {string} policy items in ascending order, joined by commas; empty for an asset
 * @property {Uint8Array} salt
 */

/**
 * Returns the header that the bytes hold, and nothing but it.
 *
 * @param {Uint8Array} bytes
 * @returns {Header}
 * @throws {SealError} `bad-version` if the first byte is not 1, `bad-header` for everything else
 */
export function parseHeader(bytes) {
  if (bytes.length === 0) throw new SealError("bad-header", "no bytes");
  if (bytes[0] !== VERSION) throw new SealError("bad-version", `version ${bytes[0]}`);
  if (bytes.length < FIXED_SIZE) throw new SealError("bad-header", "ends early");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [fields, salt] = split(bytes);
  const [site, kid, article, section, policy] = fields;
  const header = { kind: bytes[1], notBefore: view.getUint32(2), site, kid, article, section, policy, salt };
  check(header);
  return header;
}

/**
 * Returns the header of a section as a page carries it, and its bytes.
 *
 * @param {string} text
 * @returns {{header: Header, bytes: Uint8Array<ArrayBuffer>}}
 * @throws {SealError} `bad-version`; or `bad-header`, also for text that is not canonical base64url and for an asset's header
 */
export function parsePageHeader(text) {
  const bytes = decodeBase64url(text);
  if (!bytes) throw new SealError("bad-header", "not canonical base64url");
  const header = parseHeader(bytes);
  if (header.kind !== SECTION) throw new SealError("bad-header", "an asset is not asked for by its header");
  return { header, bytes };
}

/**
 * Returns the five fields of a header and its salt.
 *
 * @param {Uint8Array} bytes
 * @returns {[string[], Uint8Array]}
 */
function split(bytes) {
  const fields = [];
  let position = FIXED_SIZE;
  for (let count = 0; count < 5; count++) {
    const end = position + 1 + (bytes[position] ?? 0);
    if (end > bytes.length) throw new SealError("bad-header", "a field ends outside");
    // Byte by byte: the grammar then refuses what is not ASCII.
    fields.push(String.fromCharCode(...bytes.subarray(position + 1, end)));
    position = end;
  }
  if (bytes.length - position !== SALT_SIZE) throw new SealError("bad-header", "bytes missing or left over");
  return [fields, bytes.slice(position)];
}

/** @param {Header} header */
function check({ kind, notBefore, site, kid, article, section, policy }) {
  if (![site, kid, article, section].every(isId)) throw new SealError("bad-header", "a name is not an id");
  if (kind === SECTION && isPolicy(policy)) return;
  if (kind === ASSET && policy === "" && notBefore === 0) return;
  throw new SealError("bad-header", "kind, policy and time do not fit");
}
