// Shows an opened section where its wall stood, and can put the wall back.

import { watchAssets } from "./assets.js";
import { trustedFragment } from "./trusted.js";

/**
 * The element, as the modules below it see it.
 *
 * @typedef {HTMLElement & {
 *   state: string,
 *   locks: number,
 *   restore: (() => void) | null,
 *   fail(reason: string, id?: string, date?: string): void,
 *   warn(id: string, date?: string): void,
 *   calm(): void,
 *   say(id: string): void,
 *   tell(event: string, detail?: object): void,
 * }} SectionElement
 */

/**
 * Puts the text of a section in the place of its wall. What the reader sees keeps its place on the screen.
 *
 * @param {SectionElement} element
 * @param {{manifest: Map<string, import("./message.js").ManifestEntry>, html: string}} opened
 * @param {import("./header.js").Header} header
 */
export function show(element, { manifest, html }, header) {
  const fragment = trustedFragment(html);
  element.calm();
  const wall = [...element.childNodes];
  const cut = teaserCut(element);
  const afterCut = cut?.nextSibling;
  keepingScroll(element, () => {
    cut?.remove();
    element.replaceChildren(fragment);
    element.state = "open";
  });
  const close = watchAssets(element, manifest, header);
  element.restore = () => {
    close();
    element.replaceChildren(...wall);
    if (cut) afterCut?.before(cut);
  };
  followAddress(element);
  element.tell("paywall:open", { root: element });
}

/**
 * Returns whether the focus may move into a section: the reader has not put it elsewhere.
 *
 * @param {Element[]} elements
 */
export function focusIsFree(elements) {
  const focused = document.activeElement;
  return !focused || focused === document.body || elements.some((element) => element.contains(focused));
}

/**
 * Moves the focus to the first block of an opened section, without scrolling.
 *
 * @param {Element} element
 */
export function focusFirstBlock(element) {
  const block = element.firstElementChild;
  if (!(block instanceof HTMLElement)) return;
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
}

/** @param {Element} element */
function teaserCut(element) {
  const before = element.previousElementSibling;
  return before?.matches("[data-teaser-cut]") ? before : null;
}

/**
 * Changes an element; if it stands above the screen, scrolls by what it has grown. Not every browser
 * does so by itself, and one that does must not do it twice.
 *
 * @param {Element} element
 * @param {() => void} change
 */
function keepingScroll(element, change) {
  const { style } = document.documentElement;
  const anchoring = style.overflowAnchor;
  const before = element.getBoundingClientRect().bottom;
  style.overflowAnchor = "none";
  change();
  const after = element.getBoundingClientRect().bottom;
  if (before < 0) scrollBy({ top: after - before, behavior: "instant" });
  style.overflowAnchor = anchoring;
}

/**
 * Goes to the heading or note that the address names, if it has only now come into being.
 *
 * @param {Element} element
 */
function followAddress(element) {
  const target = document.getElementById(idOf(location.hash));
  if (target && target !== element && element.contains(target)) target.scrollIntoView();
}

/** @param {string} fragment */
function idOf(fragment) {
  try {
    return decodeURIComponent(fragment.slice(1));
  } catch {
    return ""; // an address may be written badly
  }
}
