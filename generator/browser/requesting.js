// Asks the key service for content keys: format.md section 10.1, from the opener's side.

import { serviceAddress } from "./account.js";
import { decodeBase64url } from "./encoding.js";
import { importContentKey } from "./keys.js";

export const MOST_HEADERS = 50; // a request

const SLOW = 5_000; // milliseconds until the reader is told
const PATIENCE = 10_000; // milliseconds until it is given up
const CONTENT_KEY_SIZE = 32; // bytes
const REFUSALS = ["login", "no-entitlement", "not-yet", "rate", "withdrawn", "kid-retired", "foreign-site", "bad-header"];

/** @typedef {{key: CryptoKey} | {refused: string}} Verdict */

/**
 * Returns a verdict for each header, in order; `unreachable` for all if there is no proper answer.
 *
 * @param {string[]} headers at most 50, as the page carries them
 * @param {() => void} whenSlow called if there is no answer after 5 seconds
 * @returns {Promise<Verdict[]>}
 */
export async function requestKeys(headers, whenSlow) {
  const patience = new AbortController();
  const timers = [setTimeout(whenSlow, SLOW), setTimeout(() => patience.abort(), PATIENCE)];
  try {
    return await verdicts(await post(headers, patience.signal), headers.length);
  } catch {
    return headers.map(() => ({ refused: "unreachable" }));
  } finally {
    timers.forEach(clearTimeout);
  }
}

/**
 * @param {string[]} headers
 * @param {AbortSignal} signal
 */
async function post(headers, signal) {
  const address = serviceAddress("keys");
  if (!address) throw new TypeError("the page names no service");
  const response = await fetch(address, {
    method: "POST",
    credentials: "include",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ headers }),
    cache: "no-store",
    signal,
  });
  if (response.status !== 200) throw new TypeError(`status ${response.status}`);
  return response.json();
}

/**
 * @param {any} answer
 * @param {number} count
 * @returns {Promise<Verdict[]>}
 * @throws {TypeError} if it is not of section 10.1
 */
async function verdicts(answer, count) {
  if (!Array.isArray(answer?.keys) || answer.keys.length !== count) throw new TypeError("no answer");
  return Promise.all(answer.keys.map(verdict));
}

/**
 * @param {any} element
 * @returns {Promise<Verdict>}
 */
async function verdict(element) {
  if (REFUSALS.includes(element?.refused) && element.key === undefined) return { refused: element.refused };
  const bytes = typeof element?.key === "string" ? decodeBase64url(element.key) : null;
  if (bytes?.length !== CONTENT_KEY_SIZE || element.refused !== undefined) throw new TypeError("neither key nor refusal");
  return { key: await importContentKey(bytes) };
}
