// Every error of the sources, over the last good page, until they are mended.

import { element, shadow } from "./elements.js";
import { words } from "./words.js";

/** @typedef {import("./preview.js").Told} Told */

/** @type {ShadowRoot | undefined} */
let tree;
let before = "[]"; // the errors that are shown, or that were hidden by hand

/**
 * Shows *errors*; none takes the overlay away. The same errors again leave it as the reader left it.
 *
 * @param {Told[]} errors
 */
export function showErrors(errors) {
  const now = JSON.stringify(errors);
  if (now === before) return;
  before = now;
  hideErrors();
  if (errors.length > 0) draw(errors);
}

/** Shows the errors again after they were hidden. @param {Told[]} errors */
export function openErrors(errors) {
  hideErrors();
  if (errors.length > 0) draw(errors);
}

function hideErrors() {
  tree?.host.remove();
  tree = undefined;
  removeEventListener("keydown", onKey);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "Escape") hideErrors();
}

/** @param {Told[]} errors */
function draw(errors) {
  tree = shadow("marbre-preview-errors");
  const close = element("button", { type: "button" }, words.hide);
  close.onclick = hideErrors;
  const head = element("header", {}, element("h1", {}, words.errors(errors.length)), close);
  const panel = element("section", { class: "errors", role: "alert" }, head, element("p", {}, words.broken));
  panel.append(...errors.map(told));
  tree.append(panel);
  addEventListener("keydown", onKey);
}

/**
 * Returns one error or warning: place, code, problem, hint, and the lines around it.
 *
 * @param {Told} error
 */
export function told(error) {
  const numbers = [error.line, error.column].filter((number) => number > 0);
  const place = [error.path, ...numbers].filter(Boolean).join(":");
  const made = element("article", {});
  if (place) made.append(element("h2", {}, place));
  made.append(element("p", { class: "problem" }, element("code", {}, error.code), ` ${error.problem}`));
  if (error.hint) made.append(element("p", { class: "hint" }, error.hint));
  if (error.excerpt.length > 0) made.append(excerpt(error));
  return made;
}

/** @param {Told} error */
function excerpt({ excerpt: lines, line }) {
  const list = element("ol", { class: "excerpt" });
  for (const [number, text] of lines) {
    const shown = element("li", { value: String(number) }, text || " ");
    if (number === line) shown.classList.add("here");
    list.append(shown);
  }
  return list;
}
