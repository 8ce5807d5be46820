// Keeping the page up to date after a build: nothing where nothing of it changed, new stylesheets and plain text in
// place, else a reload that keeps the place, so that every script of the theme begins as it does for readers.

import { patch } from "./patching.js";

/** @typedef {import("./preview.js").State} State */
/** @typedef {import("./preview.js").Served} Served */

const PLACE = "marbre-preview-place"; // in sessionStorage: where the reader of this tab was
const OWN_SCRIPT = "script#marbre-preview";
const STYLESHEET = "link[rel~=stylesheet]";
const STILL_OPENING = 5000; // milliseconds during which sections may open and move the text

/** @type {Document | null} */
let shown = null; // the page as it was served, null when that is not known
let work = Promise.resolve();

/**
 * Remembers what the page is made of.
 *
 * @param {Served} served
 */
export async function start(served) {
  if (served.lost) return;
  const page = await fetchPage();
  if (page?.epoch === served.epoch) shown = page.document;
}

/**
 * Does what a build asks of this page, after what earlier ones asked.
 *
 * @param {State} state
 * @param {Served} served brought up to the epoch of the state
 */
export function hearOfBuild(state, served) {
  work = work.then(() => follow(state, served));
}

/**
 * @param {State} state
 * @param {Served} served
 */
async function follow(state, served) {
  const restarted = state.run !== served.run;
  if (state.epoch === 0 || (!restarted && state.epoch <= served.epoch)) return;
  served.epoch = state.epoch;
  if (served.lost || restarted || state.changed === null) return reload();
  const used = usedFiles(state.root, served.file);
  const hit = state.changed.filter((path) => used.has(path));
  if (hit.length > 0) await update(hit.some((path) => path !== served.file));
}

/** Goes to where this tab was before the preview reloaded it, also when sections open later and move the text. */
export function restoreScroll() {
  const place = takePlace();
  if (place === null) return;
  history.scrollRestoration = "manual";
  const go = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  const grown = new ResizeObserver(go);
  const stop = () => {
    grown.disconnect();
    history.scrollRestoration = "auto";
    for (const type of ["wheel", "touchstart", "keydown", "pointerdown"]) removeEventListener(type, stop);
  };
  for (const type of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(type, stop, { passive: true });
  addEventListener("paywall:open", go);
  grown.observe(document.body);
  go();
  setTimeout(stop, STILL_OPENING);
}

/** @param {boolean} used whether something else than the page itself changed that it uses */
async function update(used) {
  const page = await fetchPage();
  if (page === null || shown === null) return reload();
  const [before, after] = [shown, page.document];
  if (before.isEqualNode(after)) {
    if (used) reload();
    return;
  }
  if (unstyled(before).isEqualNode(unstyled(after))) await swapStylesheets(after);
  else if (used || !patch(before, after)) return reload();
  shown = after;
}

export function reload() {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY }));
  } catch {
    // Denied: the browser's own idea of the place will do.
  }
  location.reload();
}

/** @returns {{x: number, y: number} | null} */
function takePlace() {
  try {
    const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    sessionStorage.removeItem(PLACE);
    return place?.path === location.pathname ? place : null;
  } catch {
    return null;
  }
}

/**
 * Returns the output files that this page is made of: its own, and whatever it has loaded.
 *
 * @param {string} root
 * @param {string} file
 */
function usedFiles(root, file) {
  const addresses = performance.getEntriesByType("resource").map(({ name }) => name);
  const paths = [location.href, ...addresses]
    .map((address) => new URL(address))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith(root))
    .map(({ pathname }) => decodeURI(pathname.slice(root.length)))
    .map((path) => (path === "" || path.endsWith("/") ? `${path}index.html` : path));
  return new Set([file, ...paths]);
}

/**
 * Returns a copy of the page without its stylesheets.
 *
 * @param {Document} page
 */
function unstyled(page) {
  const copy = /** @type {Document} */ (page.cloneNode(true));
  for (const link of copy.querySelectorAll(STYLESHEET)) link.remove();
  return copy;
}

/**
 * Puts the stylesheets of the new page in the place of the old ones, once they have loaded.
 *
 * @param {Document} page
 */
async function swapStylesheets(page) {
  const links = /** @type {NodeListOf<HTMLLinkElement>} */ (page.querySelectorAll(STYLESHEET));
  const fresh = [...links].map((link) => document.importNode(link, true));
  const old = [...document.head.querySelectorAll(STYLESHEET)];
  const last = old.at(-1);
  await Promise.all(
    fresh.map((link) => {
      const loaded = new Promise((done) => (link.onload = link.onerror = done));
      if (last) last.before(link);
      else document.head.append(link);
      return loaded;
    }),
  );
  for (const link of old) link.remove();
}

/**
 * Returns the page as it is served now, without the preview's own script.
 *
 * @returns {Promise<{document: Document, epoch: number} | null>}
 */
function fetchPage() {
  return new Promise((done) => {
    // The one way to parse HTML that Trusted Types leave open, for nothing in such a document ever runs.
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.onload = () => {
      /** @type {Document | null} */
      const page = request.response;
      page?.querySelector(OWN_SCRIPT)?.remove();
      done(page && { document: page, epoch: Number(request.getResponseHeader("x-marbre-epoch")) });
    };
    request.onerror = () => done(null);
    request.open("GET", location.pathname + location.search);
    request.send();
  });
}
