// What a page knows of the reader: the login hint, the way back from the key service, the account menu.
// One of the two scripts that a page loads; docs/opener.md is the contract.

/** @typedef {"login" | "logout"} News */
/** @typedef {{authenticated: boolean, csrf?: string, reader?: {name?: string}, until?: string | null}} Session */

const HINT = "marbre-session"; // in localStorage: "1" after a login on this device. No secret, proves nothing
const PATIENCE = 10_000; // milliseconds

/** @type {Set<(news: News) => void>} */
const listeners = new Set();
/** @type {BroadcastChannel | undefined} */
let channel;
/** @type {Promise<Session | null> | undefined} */
let asked;
/** @type {boolean | undefined} */
let hinted; // what this page knows; it may be news that storage has not heard of, or that it denies

/**
 * Returns the address of something at the key service, or null on a page that names no service.
 *
 * @param {string} path
 */
export function serviceAddress(path) {
  const meta = document.querySelector("meta[name=marbre-service]");
  const base = meta?.getAttribute("content")?.replace(/\/?$/, "/");
  return base ? new URL(base + path, document.baseURI).href : null;
}

let cameBack = false; // from the key service, on this page: the reader is waiting for the text

/** Returns whether the reader has just come back from the key service to read. */
export function hasComeBack() {
  return cameBack;
}

/** Returns whether someone has logged in on this device. */
export function hasHint() {
  try {
    return hinted ?? localStorage.getItem(HINT) === "1";
  } catch {
    return false;
  }
}

/** Forgets that someone has logged in, when the service knows better. */
export function forget() {
  remember(false);
  showMenus(null);
}

/**
 * Calls back at each login and logout, of this tab or another.
 *
 * @param {(news: News) => void} listener
 */
export function onNews(listener) {
  listeners.add(listener);
}

/** Returns what `GET session` says, asked once a page; null if it cannot be asked. */
export function session() {
  return (asked ??= fetchSession());
}

/** @returns {Promise<Session | null>} */
async function fetchSession() {
  const address = serviceAddress("session");
  if (!address) return null;
  try {
    const response = await fetch(address, { credentials: "include", signal: AbortSignal.timeout(PATIENCE) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** @param {boolean} here */
function remember(here) {
  hinted = here;
  try {
    if (here) localStorage.setItem(HINT, "1");
    else localStorage.removeItem(HINT);
  } catch {
    // Denied: what the page knows lives as long as it does.
  }
}

/** Does what the fragment says that the service put on the address, and takes it off. */
function readAddress() {
  const [, word, anchor] = /^#marbre-(open|logout)(?:=(.+))?$/.exec(location.hash) ?? [];
  if (!word) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  if (anchor) location.replace(`#${anchor}`);
  cameBack = word === "open";
  remember(cameBack);
  const news = word === "open" ? "login" : "logout";
  channel?.postMessage(news);
  hear(news);
}

/** @param {unknown} news */
function hear(news) {
  if (news !== "login" && news !== "logout") return;
  hinted = news === "login";
  asked = undefined;
  for (const listener of listeners) listener(news);
  fillMenus();
}

async function fillMenus() {
  const known = hasHint();
  showMenus(known ? { authenticated: true } : null);
  if (!known || !document.querySelector("[data-account]")) return;
  const found = await session();
  if (!found || !hasHint()) return;
  showMenus(found);
  // Where a section waits, its answer decides: a gift opens without login.
  if (!found.authenticated && !document.querySelector("paywalled-section")) forget();
}

/** @param {Session | null} found */
function showMenus(found) {
  const here = found?.authenticated ?? false;
  document.documentElement.toggleAttribute("data-reader", here);
  for (const menu of document.querySelectorAll("[data-account]")) {
    menu.querySelector("[data-account-login]")?.toggleAttribute("hidden", here);
    menu.querySelector("[data-account-reader]")?.toggleAttribute("hidden", !here);
    const name = menu.querySelector("[data-account-name]");
    if (name && found?.reader?.name) name.textContent = found.reader.name;
    const token = menu.querySelector("input[name=csrfmiddlewaretoken]");
    if (token && found?.csrf) token.setAttribute("value", found.csrf);
  }
}

function listen() {
  if (!("BroadcastChannel" in window)) return;
  channel = new BroadcastChannel("marbre");
  channel.onmessage = ({ data }) => hear(data);
}

// A link to a player shows it in place, also in what is opened later; with a key held down it is a link.
/** @param {any} event */
onclick = (event) => {
  const link = event.target.closest("[data-embed]");
  if (!link || event.ctrlKey) return;
  import("./embedding.js").then(({ embed }) => embed(link));
  return false;
};

listen();
// An open channel keeps a page out of the back-forward cache.
addEventListener("pagehide", () => channel?.close());
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  listen();
  hinted = undefined;
  hear(hasHint() ? "login" : "logout");
});
addEventListener("hashchange", readAddress);
readAddress();
fillMenus();
