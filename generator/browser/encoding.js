// How bytes, names and policies are written. Mirror of paywall/encoding.py.

const LONGEST_FIELD = 255; // bytes: the length is one byte
const ID = /^[a-z0-9._/-]{1,255}$/; // no `m` flag: `$` is the very end
const ITEM = /^(?:registered|(?:tier|item):[a-z0-9._/-]+)$/;

/**
 * Returns bytes in base64url without padding.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function encodeBase64url(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Returns the bytes of canonical base64url, or null for every other text.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | null}
 */
export function decodeBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const decoded = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  return encodeBase64url(bytes) === text ? bytes : null; // unused bits that are not zero
}

/**
 * Returns whether a text may name a site, kid, article, section, tier or item.
 *
 * @param {string} text
 */
export function isId(text) {
  return ID.test(text);
}

/**
 * Returns whether a text is the policy of a section: items in ascending order, each once.
 *
 * @param {string} text
 */
export function isPolicy(text) {
  const items = text.split(",");
  const ordered = items.every((item, index) => index === 0 || items[index - 1] < item);
  return text.length <= LONGEST_FIELD && ordered && items.every((item) => ITEM.test(item));
}

/**
 * Returns whether two byte strings are equal. Only for what is public: it takes no constant time.
 *
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function sameBytes(one, other) {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
