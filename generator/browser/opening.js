// Opens sealed files. Mirror of paywall/opening.py; both pass tests/vectors.
// The steps and their error words are those of format.md section 11.1, from step 6 on.

import { sameBytes } from "./encoding.js";
import { SealError } from "./errors.js";
import { ASSET, SECTION, parseHeader } from "./header.js";
import { payloadKeys } from "./keys.js";
import { inflate, limitOf, messageData, paddedLength, splitSectionText } from "./message.js";

const MAGIC = new Uint8Array([0x89, 0x53, 0x50, 0x57, 0x0d, 0x0a, 0x1a, 0x0a]);
const COMMITMENT_SIZE = 32; // bytes
const CHUNK_SIZE = 16_384; // bytes of message in all chunks but the last
const TAG_SIZE = 16;

/** @typedef {import("./header.js").Header} Header */
/** @typedef {import("./message.js").ManifestEntry} ManifestEntry */

/**
 * @typedef {object} SplitFile a sealed file by its parts, nothing verified but the header's form
 * @property {Header} header
 * @property {Uint8Array<ArrayBuffer>} headerBytes
 * @property {Uint8Array<ArrayBuffer>} after commitment and payload
 */

/**
 * Returns what a sealed section holds.
 *
 * @param {Uint8Array<ArrayBuffer>} file
 * @param {CryptoKey} contentKey
 * @param {Uint8Array | null} [pageHeader] bytes of the header that the page carries; without it any section is taken
 * @returns {Promise<{manifest: Map<string, ManifestEntry>, html: string}>}
 * @throws {SealError} the word of the first step that fails
 */
export async function openSection(file, contentKey, pageHeader = null) {
  return splitSectionText(await openSectionText(file, contentKey, pageHeader));
}

/**
 * Returns the text of a section, manifest and HTML still together.
 *
 * @param {Uint8Array<ArrayBuffer>} file
 * @param {CryptoKey} contentKey
 * @param {Uint8Array | null} [pageHeader]
 * @throws {SealError} the word of the first step that fails
 */
export async function openSectionText(file, contentKey, pageHeader = null) {
  const split = splitFile(file);
  const otherPage = pageHeader !== null && !sameBytes(pageHeader, split.headerBytes);
  if (otherPage || split.header.kind !== SECTION) {
    throw new SealError("header-mismatch", "another section, another version of it, or an asset");
  }
  return inflate(messageData(SECTION, await openPayload(split, contentKey)));
}

/**
 * Returns the bytes of a sealed asset.
 *
 * @param {Uint8Array<ArrayBuffer>} file
 * @param {CryptoKey} contentKey
 * @param {Header | null} [section] header of the section whose manifest names the asset
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {SealError} the word of the first step that fails
 */
export async function openAsset(file, contentKey, section = null) {
  const split = splitFile(file);
  const { header } = split;
  if (header.kind !== ASSET) throw new SealError("header-mismatch", "not an asset");
  if (section && (header.site !== section.site || header.article !== section.article || header.section !== section.section)) {
    throw new SealError("header-mismatch", "an asset of another section");
  }
  return messageData(ASSET, await openPayload(split, contentKey));
}

/**
 * Returns the parts of a sealed file.
 *
 * @param {Uint8Array<ArrayBuffer>} file
 * @returns {SplitFile}
 * @throws {SealError} `not-sealed`, `damaged` if it ends within the header, `bad-version`, `bad-header`
 */
export function splitFile(file) {
  if (!sameBytes(file.subarray(0, MAGIC.length), MAGIC)) throw new SealError("not-sealed", "another kind of file");
  const start = MAGIC.length + 2;
  const end = start + file[MAGIC.length] * 256 + file[MAGIC.length + 1];
  if (!(file.length >= end)) throw new SealError("damaged", "ends within the header"); // NaN: within the length
  const headerBytes = file.slice(start, end);
  return { header: parseHeader(headerBytes), headerBytes, after: file.subarray(end) };
}

/**
 * Returns the message of a split file, all chunks verified.
 *
 * @param {SplitFile} split
 * @param {CryptoKey} contentKey
 * @throws {SealError} `damaged`, or `wrong-key` if the key is not the one that the file commits to
 */
async function openPayload({ header, headerBytes, after }, contentKey) {
  if (after.length < COMMITMENT_SIZE) throw new SealError("damaged", "ends within the commitment");
  const keys = await payloadKeys(headerBytes, contentKey);
  if (!sameBytes(keys.commitment, after.subarray(0, COMMITMENT_SIZE))) {
    throw new SealError("wrong-key", "not the key of this file");
  }
  const payload = after.subarray(COMMITMENT_SIZE);
  const rest = payload.length % (CHUNK_SIZE + TAG_SIZE);
  const chunks = (payload.length - rest) / (CHUNK_SIZE + TAG_SIZE);
  const length = chunks * CHUNK_SIZE + rest - TAG_SIZE;
  if (rest < TAG_SIZE || length > paddedLength(4 + limitOf(header.kind))) {
    throw new SealError("damaged", "impossible length");
  }
  return decryptChunks(payload, chunks + 1, length, keys);
}

/**
 * @param {Uint8Array<ArrayBuffer>} payload
 * @param {number} count
 * @param {number} length of the message
 * @param {import("./keys.js").PayloadKeys} keys
 */
async function decryptChunks(payload, count, length, { aesKey, baseNonce }) {
  const message = new Uint8Array(length);
  const decrypt = async (/** @type {unknown} */ _, /** @type {number} */ index) => {
    const start = index * (CHUNK_SIZE + TAG_SIZE);
    const chunk = payload.subarray(start, start + CHUNK_SIZE + TAG_SIZE);
    message.set(await decryptChunk(aesKey, chunkNonce(baseNonce, index), chunk), index * CHUNK_SIZE);
  };
  await Promise.all(Array.from({ length: count }, decrypt));
  return message;
}

/**
 * Returns the plaintext of one chunk.
 *
 * @param {CryptoKey} aesKey
 * @param {Uint8Array<ArrayBuffer>} nonce
 * @param {Uint8Array<ArrayBuffer>} chunk
 * @throws {SealError} `damaged`, if its tag fails
 */
export async function decryptChunk(aesKey, nonce, chunk) {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, aesKey, chunk));
  } catch {
    // WebCrypto does not say why, and neither may we: one word for all of it.
    throw new SealError("damaged", "a tag fails");
  }
}

/**
 * Returns the nonce of a chunk: the base nonce XOR its number. A file has fewer than 2^32 chunks.
 *
 * @param {Uint8Array<ArrayBuffer>} baseNonce
 * @param {number} index
 */
function chunkNonce(baseNonce, index) {
  const nonce = baseNonce.slice();
  const view = new DataView(nonce.buffer);
  view.setUint32(8, view.getUint32(8) ^ index);
  return nonce;
}
