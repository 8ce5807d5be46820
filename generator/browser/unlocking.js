// Opens the sections of a page: the steps of format.md section 11.1, from the attribute to the text.

import { forget, session } from "./account.js";
import { SealError } from "./errors.js";
import { fetchSealed } from "./fetching.js";
import { parsePageHeader } from "./header.js";
import { openSection } from "./opening.js";
import { MOST_HEADERS, requestKeys } from "./requesting.js";
import { focusFirstBlock, focusIsFree, show } from "./showing.js";
// What those import: named here too, so that the browser fetches all at once and not one row after another.
import "./assets.js";
import "./encoding.js";
import "./keys.js";
import "./message.js";
import "./trusted.js";

/** @typedef {import("./showing.js").SectionElement} SectionElement */
/**
 * @typedef {object} Wanted a section that is being opened
 * @property {SectionElement} element
 * @property {number} locks of the element when it was asked for
 * @property {string} text of its header attribute
 * @property {import("./header.js").Header} header
 * @property {Uint8Array} bytes of the header
 */

/** @type {WeakSet<Element>} */
const failedBefore = new WeakSet();

/**
 * Opens sections, each for itself; those that fail say why. Says once that the first is open.
 *
 * @param {SectionElement[]} elements in the order of the page
 * @param {boolean} waited whether the reader waits for the text: then the focus moves into the first section. A page
 *   that a logged-in reader merely visits leaves the focus at its top
 */
export async function openSections(elements, waited) {
  if (!isSupported()) return elements.forEach((element) => element.fail("unsupported"));
  elements.forEach((element) => element.calm());
  const wanted = elements.flatMap(readHeader);
  const free = waited && focusIsFree(elements);
  let announced = false;
  // All at once, but looked at in the order of the page: the first that opens takes the focus.
  for (const opening of wantedBatches(wanted).flatMap(openBatch)) {
    const element = await opening;
    if (announced || element?.state !== "open") continue;
    announced = true;
    if (free && focusIsFree(elements)) focusFirstBlock(element);
    element.say("opened");
  }
}

/** Returns whether this browser, on this page, has what opening needs. */
function isSupported() {
  try {
    return Boolean(crypto.subtle && new DecompressionStream("deflate-raw"));
  } catch {
    return false;
  }
}

/**
 * @param {SectionElement} element
 * @returns {Wanted[]} one, or none if its header is not one
 */
function readHeader(element) {
  const text = element.getAttribute("header") ?? "";
  try {
    return [{ element, locks: element.locks, text, ...parsePageHeader(text) }];
  } catch (error) {
    element.fail(wordOf(error));
    return [];
  }
}

/** @param {Wanted[]} wanted */
function wantedBatches(wanted) {
  const count = Math.ceil(wanted.length / MOST_HEADERS);
  return Array.from({ length: count }, (_, index) => wanted.slice(index * MOST_HEADERS, (index + 1) * MOST_HEADERS));
}

/**
 * Returns a promise of each section's element, kept when it is open or has failed.
 *
 * @param {Wanted[]} batch
 * @returns {Promise<SectionElement>[]}
 */
function openBatch(batch) {
  const waiting = () => batch.filter(isWanted).forEach(({ element }) => element.warn("slow"));
  const verdicts = requestKeys(batch.map(({ text }) => text), waiting);
  return batch.map(async (wanted, index) => {
    const verdict = (await verdicts)[index];
    if ("refused" in verdict) await refuse(wanted, verdict.refused);
    else await openOne(wanted, verdict.key);
    return wanted.element;
  });
}

/**
 * Returns whether a section still waits for what was asked: a logout may have come in between, and another login.
 *
 * @param {Wanted} wanted
 */
function isWanted({ element, locks }) {
  return element.state === "opening" && element.locks === locks;
}

/**
 * @param {Wanted} wanted
 * @param {CryptoKey} key
 */
async function openOne(wanted, key) {
  const { element, header, bytes } = wanted;
  try {
    const address = element.getAttribute("src") ?? "";
    const file = await fetchSealed(address, failedBefore.has(element));
    const opened = await openSection(file, key, bytes);
    if (isWanted(wanted)) show(element, opened, header);
  } catch (error) {
    const word = wordOf(error);
    failedBefore.add(element);
    if (isWanted(wanted)) element.fail(word);
  }
}

/**
 * @param {Wanted} wanted
 * @param {string} word
 */
async function refuse(wanted, word) {
  if (!isWanted(wanted)) return;
  const { element, header } = wanted;
  if (word === "login") forget();
  if (word === "not-yet") return element.fail(word, word, dated(header.notBefore * 1000, { timeStyle: "short" }));
  const until = word === "no-entitlement" ? Date.parse((await session())?.until ?? "") : NaN;
  if (!isWanted(wanted)) return;
  if (until <= Date.now()) return element.fail(word, "lapsed", dated(until));
  element.fail(word);
}

/**
 * @param {number} moment in milliseconds
 * @param {Intl.DateTimeFormatOptions} [more]
 */
function dated(moment, more = {}) {
  const language = document.documentElement.lang || undefined;
  return new Intl.DateTimeFormat(language, { dateStyle: "long", ...more }).format(moment);
}

/** @param {unknown} error */
function wordOf(error) {
  if (error instanceof SealError) return error.word;
  throw error; // our bug: it must not look like the network's
}
