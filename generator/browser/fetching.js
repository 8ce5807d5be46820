// Fetches sealed files: steps 5 and 6 of format.md section 11.1.

import { SealError } from "./errors.js";

/**
 * Returns the bytes of a sealed file.
 *
 * @param {string} address
 * @param {RequestCache} [cache] `reload` to pass by a copy that arrived damaged
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {SealError} `unreachable`, or `not-sealed` if the status is not 200
 */
export async function fetchSealed(address, cache = "default") {
  try {
    const response = await fetch(address, { credentials: "omit", cache });
    if (response.status === 200) return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new SealError("unreachable", "the sealed file");
  }
  throw new SealError("not-sealed", "no such file");
}
