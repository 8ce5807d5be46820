// Links to drafts and future pages say that they are such.

import { element } from "./elements.js";
import { markWord } from "./words.js";

/** @typedef {import("./preview.js").Marked} Marked */

const MARK = "data-preview-mark";

/** @param {Marked[]} marked */
export function markLinks(marked) {
  const words = new Map(marked.map(({ url, marks }) => [url, marks.map(markWord).join(", ")]));
  if (words.size > 0 && !document.getElementById("marbre-preview-marks")) {
    const style = { rel: "stylesheet", href: "/.marbre/marks.css", id: "marbre-preview-marks" };
    document.body.append(element("link", style));
  }
  for (const link of document.querySelectorAll("main a[href]")) {
    const { origin, pathname } = new URL(/** @type {HTMLAnchorElement} */ (link).href, document.baseURI);
    const word = origin === location.origin ? words.get(decodeURI(pathname)) : undefined;
    if (word && link.textContent?.trim()) link.setAttribute(MARK, word);
    else link.removeAttribute(MARK);
  }
}

/** Returns what keeps the page in view from being published. @param {Marked[]} marked */
export function marksHere(marked) {
  const here = decodeURI(location.pathname);
  return marked.find(({ url }) => url === here)?.marks ?? [];
}
