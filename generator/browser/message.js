// Messages: exactly the bytes that enter the AEAD, and what they hold. Mirror of paywall/message.py.

import { decodeBase64url } from "./encoding.js";
import { SealError } from "./errors.js";
import { SECTION } from "./header.js";

const SECTION_LIMIT = 8 * 1024 * 1024; // bytes, of the data and of the text
const ASSET_LIMIT = 256 * 1024 * 1024; // bytes
const WRITE_SIZE = 16_384; // bytes that are inflated before what they give is counted: 17 MB at most
const LINE_FEED = 10;
const LINE = /^([0-9a-f]{32}\.spw) ([A-Za-z0-9_-]{43}) ([a-z]+\/[a-z0-9][a-z0-9.+-]*)$/;

/**
 * @typedef {object} ManifestEntry an asset of a section
 * @property {string} name of its file, beside the section's own
 * @property {Uint8Array<ArrayBuffer>} key its content key
 * @property {string} mediaType
 */

/**
 * Returns how many bytes of data a message of this kind may hold.
 *
 * @param {number} kind
 */
export function limitOf(kind) {
  return kind === SECTION ? SECTION_LIMIT : ASSET_LIMIT;
}

/**
 * Returns P of format.md section 5.2: Padmé with a floor of 1024 bytes.
 *
 * @param {number} length below 2^31
 */
export function paddedLength(length) {
  if (length <= 1024) return 1024;
  const exponent = 31 - Math.clz32(length);
  const step = 2 ** (exponent - (32 - Math.clz32(exponent)));
  return Math.ceil(length / step) * step;
}

/**
 * Returns the data of a message.
 *
 * @param {number} kind
 * @param {Uint8Array<ArrayBuffer>} message
 * @throws {SealError} `bad-message`, if its length or padding is not the one that the data have
 */
export function messageData(kind, message) {
  if (message.length < 4) throw new SealError("bad-message", "no length");
  const length = new DataView(message.buffer, message.byteOffset).getUint32(0);
  if (length > limitOf(kind) || message.length !== paddedLength(4 + length)) {
    throw new SealError("bad-message", "length and padding disagree");
  }
  if (message.subarray(4 + length).some((byte) => byte !== 0)) {
    throw new SealError("bad-message", "padding is not zero");
  }
  return message.subarray(4, 4 + length);
}

/**
 * Returns the text of one complete raw DEFLATE stream.
 *
 * @param {Uint8Array<ArrayBuffer>} data
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {SealError} `bad-message`, for anything else, anything after it, or a text over 8 MiB
 */
export async function inflate(data) {
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const reader = readable.getReader();
  const writer = writable.getWriter();
  // Not as a Blob's stream, which goes through another process. What is wrong with the data the reader is told too.
  for (let at = 0; at < data.length; at += WRITE_SIZE) writer.write(data.subarray(at, at + WRITE_SIZE)).catch(() => {});
  writer.close().catch(() => {});
  const parts = [];
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      size += part.value.length;
      if (size > SECTION_LIMIT) throw new RangeError("a bomb");
    }
  } catch {
    reader.cancel().catch(() => {}); // it is broken already: the word below says all
    throw new SealError("bad-message", "not one DEFLATE stream of at most 8 MiB");
  }
  const text = new Uint8Array(size);
  let start = 0;
  for (const part of parts) {
    text.set(part, start);
    start += part.length;
  }
  return text;
}

/**
 * Returns the manifest and the HTML of a section's text.
 *
 * @param {Uint8Array} text
 * @returns {{manifest: Map<string, ManifestEntry>, html: string}}
 * @throws {SealError} `bad-message`, if it is not UTF-8 or the manifest is not canonical
 */
export function splitSectionText(text) {
  /** @type {Map<string, ManifestEntry>} */
  const manifest = new Map();
  let [start, last] = [0, ""];
  const whole = decode(text);
  // A line of the manifest is ASCII, so positions in bytes and in characters agree up to its end.
  while (text[start] !== LINE_FEED) {
    const end = whole.indexOf("\n", start);
    const entry = end < 0 ? null : parseManifestLine(whole.slice(start, end));
    if (!entry || entry.name <= last) throw new SealError("bad-message", "manifest");
    manifest.set(entry.name, entry);
    [start, last] = [end + 1, entry.name];
  }
  return { manifest, html: whole.slice(start + 1) };
}

/**
 * Returns the asset that a manifest line names, or null if it is not canonical.
 *
 * @param {string} line
 * @returns {ManifestEntry | null}
 */
function parseManifestLine(line) {
  const [, name, encoded, mediaType] = LINE.exec(line) ?? [];
  const key = encoded && decodeBase64url(encoded);
  return key ? { name, key, mediaType } : null;
}

/** @param {Uint8Array} text */
function decode(text) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    throw new SealError("bad-message", "not UTF-8");
  }
}
