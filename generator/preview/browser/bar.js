// The bar at the foot: how the last build went, what is marked, and as whom the site is seen.

import { element, shadow } from "./elements.js";
import { marksHere } from "./marking.js";
import { openErrors, told } from "./overlay.js";
import { chosenView, viewAs } from "./viewing.js";
import { markWord, words } from "./words.js";

/** @typedef {import("./preview.js").State} State */
/** @typedef {import("./preview.js").Served} Served */

/** @type {HTMLElement | undefined} */
let bar;
/** @type {HTMLElement | undefined} */
let menu;
/** @type {"" | "warnings" | "marked"} */
let list = ""; // which list stands open above the bar

/**
 * Draws the bar for *state*.
 *
 * @param {State} state
 * @param {Served} served
 */
export function showBar(state, served) {
  if (!bar) {
    bar = element("section", { class: "bar", "aria-label": words.preview });
    shadow("marbre-preview-bar").append(bar);
  }
  const above = openList(state);
  const kept = viewMenu(state, served);
  for (const old of [...bar.children]) if (old !== kept) old.remove();
  bar.prepend(...(above ? [above] : []), status(state), ...marks(state), ...buttons(state, served));
  if (kept && kept.parentElement !== bar) bar.append(kept);
}

/** @param {State} state */
function status(state) {
  const told = state.building
    ? words.building
    : state.seconds === null
      ? words.preview
      : words.built(state.pages, words.number.format(state.seconds));
  const kind = state.building ? "busy" : state.errors.length > 0 ? "bad" : "good";
  return element("span", { class: `status ${kind}`, role: "status" }, told);
}

/** @param {State} state */
function marks({ marked }) {
  return marksHere(marked).map((mark) => element("strong", { class: "mark" }, markWord(mark)));
}

/**
 * @param {State} state
 * @param {Served} served
 */
function buttons(state, served) {
  const made = [];
  if (state.errors.length > 0) {
    const show = element("button", { type: "button", class: "bad" }, words.errors(state.errors.length));
    show.onclick = () => openErrors(state.errors);
    made.push(show);
  }
  if (state.warning_count > 0) made.push(toggle("warnings", words.warnings(state.warning_count), state, served));
  if (state.marked.length > 0) made.push(toggle("marked", words.marked(state.marked.length), state, served));
  return made;
}

/**
 * @param {"warnings" | "marked"} name
 * @param {string} text
 * @param {State} state
 * @param {Served} served
 */
function toggle(name, text, state, served) {
  const button = element("button", { type: "button", "aria-expanded": String(list === name) }, text);
  button.onclick = () => {
    list = list === name ? "" : name;
    showBar(state, served);
  };
  return button;
}

/** @param {State} state */
function openList(state) {
  if (list === "warnings" && state.warnings.length > 0) {
    return element("div", { class: "list" }, ...state.warnings.map(told));
  }
  if (list !== "marked" || state.marked.length === 0) return null;
  const items = state.marked.map(({ url, marks: why }) =>
    element("li", {}, element("a", { href: url }, url), ` ${why.map(markWord).join(", ")}`),
  );
  return element("div", { class: "list" }, element("ul", {}, ...items));
}

/**
 * Returns the menu of views: the one there is, if nothing in it changed, for it may stand open under the pointer.
 *
 * @param {State} state
 * @param {Served} served
 */
function viewMenu({ views }, served) {
  if (views.length === 0) return null;
  const chosen = chosenView();
  const key = JSON.stringify([views, chosen]);
  if (menu?.dataset.key === key) return menu;
  menu = element("label", { "data-key": key }, `${words.viewAs} `, choice(views, chosen, served.token));
  return menu;
}

/**
 * @param {import("./preview.js").View[]} views
 * @param {string} chosen
 * @param {string} token
 */
function choice(views, chosen, token) {
  const named = views.map(({ id, title }) => ({ id, title: title || wordFor(id) }));
  // Somebody who logged in by hand is none of the preview's readers.
  if (!named.some(({ id }) => id === chosen)) named.push({ id: chosen, title: words.someone });
  const select = element("select", {}, ...named.map(({ id, title }) => element("option", { value: id }, title)));
  select.value = chosen;
  select.onchange = async () => {
    select.disabled = true;
    if (await viewAs(select.value, token)) return;
    select.disabled = false;
    select.value = chosen;
    select.title = words.failed;
  };
  return select;
}

/** @param {string} id */
function wordFor(id) {
  return id === "anonymous" ? words.anonymous : id === "registered" ? words.registered : words.lapsed;
}
