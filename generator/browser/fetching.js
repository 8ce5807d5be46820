// Fetches sealed files: steps 5 and 6 of format.md section 11.1.

import { SealError } from "./errors.js";

// Caches keep sealed files for ever, and some keep a 404 or a cut copy as long: a reader who reloads the
// page has asked for better.
const navigation = performance.getEntriesByType("navigation")[0];
const usual = navigation instanceof PerformanceNavigationTiming && navigation.type === "reload" ? "no-cache" : "default";

/**
 * Returns the bytes of a sealed file.
 *
 * @param {string} address
 * @param {boolean} [anew] passes by all caches: the last copy was of no use
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {SealError} `unreachable`, or `not-sealed` if the status is not 200
 */
export async function fetchSealed(address, anew = false) {
  try {
    const response = await fetch(address, { credentials: "omit", cache: anew ? "reload" : usual });
    if (response.status === 200) return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new SealError("unreachable", "the sealed file");
  }
  throw new SealError("not-sealed", "no such file");
}
