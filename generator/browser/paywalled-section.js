// <paywalled-section>: a sealed part of a page. One of the two scripts that a page loads; what opens a
// section is imported when a reader who has logged in meets one. docs/opener.md is the contract.

import { hasComeBack, hasHint, onNews } from "./account.js";

const RETRY = ["unreachable", "damaged"];
const STALE = ["not-sealed", "bad-version", "bad-header", "header-mismatch", "wrong-key", "kid-retired", "foreign-site", "bad-request"];

/** @type {Record<string, string> | undefined} */
let strings;
let gathering = false;

class PaywalledSection extends HTMLElement {
  /** Puts the wall back; set while the section is open. @type {(() => void) | null} */
  restore = null;
  // How often it was locked: what was asked for before must neither open nor fail it after.
  locks = 0;
  #held = false; // the focus was in a notice that has gone

  connectedCallback() {
    if (!this.state) this.state = "locked";
    gather();
  }

  get state() {
    return this.getAttribute("state") ?? "";
  }

  set state(state) {
    this.setAttribute("state", state);
  }

  /**
   * Keeps the section closed and says why.
   *
   * @param {string} reason error word
   * @param {string} [id] of the text, if it is not the reason's own
   * @param {string} [date] that the text names
   */
  fail(reason, id = reason, date) {
    this.state = "failed";
    this.warn(id, date);
    if (this.#held) this.querySelector("button")?.focus({ preventScroll: true });
    this.#held = false;
    this.tell("paywall:failed", { reason });
  }

  /**
   * Shows a notice above the wall and says it in the live region.
   *
   * @param {string} id
   * @param {string} [date]
   */
  warn(id, date) {
    this.calm();
    const notice = document.createElement("div");
    notice.dataset.paywallNotice = id;
    notice.append(Object.assign(document.createElement("p"), { textContent: textOf(id, date) }));
    if (RETRY.includes(id)) notice.append(button("retry", () => openAll(true)));
    if (STALE.includes(id)) notice.append(button("reload", () => location.reload()));
    this.prepend(notice);
    this.say(id, date);
  }

  /** Takes the notice away. */
  calm() {
    const notice = this.querySelector(":scope > [data-paywall-notice]");
    this.#held ||= notice?.contains(document.activeElement) ?? false;
    notice?.remove();
  }

  /**
   * Says a text in the page's live region.
   *
   * @param {string} id
   * @param {string} [date]
   */
  say(id, date) {
    liveRegion().textContent = textOf(id, date);
  }

  /**
   * @param {string} event
   * @param {object} [detail]
   */
  tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { bubbles: true, detail: detail && Object.freeze(detail) }));
  }

  /** Puts the wall back. A section that is just being opened stays closed too. */
  lock() {
    const { restore } = this;
    this.restore = null;
    this.locks++;
    this.calm();
    this.state = "locked";
    restore?.();
    if (restore) this.tell("paywall:lock");
  }
}

/** Opens the page's sections together, once the parser has made them all. */
function gather() {
  if (gathering) return;
  gathering = true;
  queueMicrotask(() => {
    gathering = false;
    if (hasHint()) openAll();
  });
}

/**
 * Opens all sections that are closed.
 *
 * @param {boolean} [waited] whether the reader waits for the text: then the focus moves to it
 */
async function openAll(waited = hasComeBack()) {
  // A page that is only prepared for a click may never be read: it asks for no keys.
  if ("prerendering" in document && document.prerendering) {
    await new Promise((resolve) => document.addEventListener("prerenderingchange", resolve, { once: true }));
  }
  const closed = sections().filter(({ state }) => state === "locked" || state === "failed");
  if (closed.length === 0) return;
  for (const section of closed) section.state = "opening";
  try {
    const { openSections } = await import("./unlocking.js");
    await openSections(closed, waited);
  } catch (error) {
    for (const section of closed) if (section.state === "opening") section.fail("unreachable");
    throw error; // into the console: a module that did not come, or our bug
  }
}

/** @returns {PaywalledSection[]} */
function sections() {
  return [...document.querySelectorAll("paywalled-section")].filter((element) => element instanceof PaywalledSection);
}

/**
 * @param {string} id
 * @param {string} [date]
 */
function textOf(id, date = "") {
  /** @type {Record<string, string>} */
  const all = (strings ??= JSON.parse(document.getElementById("marbre-strings")?.textContent || "{}"));
  return (all[id] || (STALE.includes(id) && all.stale) || id).replace("{date}", date);
}

/**
 * @param {string} id
 * @param {() => void} action
 */
function button(id, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: textOf(id) });
  made.addEventListener("click", action);
  return made;
}

/** Returns the theme's live region, or one out of sight. */
function liveRegion() {
  const found = document.querySelector("[data-paywall-status]");
  if (found) return found;
  const made = document.createElement("p");
  made.setAttribute("role", "status");
  made.dataset.paywallStatus = "";
  made.style.cssText = "position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)";
  document.body.append(made);
  return made;
}

onNews((news) => {
  if (news === "login") openAll();
  else for (const section of sections()) section.lock();
});
customElements.define("paywalled-section", PaywalledSection);
