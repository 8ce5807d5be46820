// How every key comes from a content key. Mirror of paywall/derivation.py, without roots and subkeys.

const EMPTY = new Uint8Array(0);
const NONCE_SIZE = 12; // bytes
const KEY_SIZE = 32;

/**
 * @typedef {object} PayloadKeys
 * @property {CryptoKey} aesKey not extractable, for decrypt only
 * @property {Uint8Array<ArrayBuffer>} baseNonce
 * @property {Uint8Array<ArrayBuffer>} commitment public
 */

/**
 * Returns a content key that no script can read again, and wipes the bytes that it came in.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<CryptoKey>}
 */
export async function importContentKey(bytes) {
  const key = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey", "deriveBits"]);
  bytes.fill(0);
  return key;
}

/**
 * Returns AES key, base nonce and commitment for a header and its content key.
 *
 * @param {Uint8Array<ArrayBuffer>} header
 * @param {CryptoKey} contentKey
 * @returns {Promise<PayloadKeys>}
 */
export async function payloadKeys(header, contentKey) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", header));
  const aes = { name: "AES-GCM", length: 8 * KEY_SIZE };
  const [aesKey, baseNonce, commitment] = await Promise.all([
    crypto.subtle.deriveKey(algorithm(label("aes-key", hash)), contentKey, aes, false, ["decrypt"]),
    hkdf(contentKey, label("nonce", hash), NONCE_SIZE),
    hkdf(contentKey, label("commitment", hash), KEY_SIZE),
  ]);
  return { aesKey, baseNonce, commitment };
}

/**
 * Returns `length` bytes of RFC 5869 with SHA-256.
 *
 * @param {CryptoKey} key
 * @param {Uint8Array<ArrayBuffer>} info
 * @param {number} length in bytes
 * @param {Uint8Array<ArrayBuffer>} [salt]
 */
export async function hkdf(key, info, length, salt = EMPTY) {
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm(info, salt), key, 8 * length));
}

/**
 * @param {string} use
 * @param {Uint8Array} hash
 */
function label(use, hash) {
  return new Uint8Array([...new TextEncoder().encode(`spw/1 ${use}\0`), ...hash]);
}

/**
 * @param {Uint8Array<ArrayBuffer>} info
 * @param {Uint8Array<ArrayBuffer>} [salt]
 */
function algorithm(info, salt = EMPTY) {
  return { name: "HKDF", hash: "SHA-256", salt, info };
}
