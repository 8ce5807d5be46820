// The search page: its form, its address, what it says and shows.

import { openIndex } from "./finding.js";
import { cardOf } from "./results.js";

const CALM = 250; // ms without a key before the words are looked for
const STEP = 10; // results at a time

/** @typedef {import("./finding.js").Index} Index */
/** @typedef {import("./finding.js").Found} Found */

/**
 * @template {Element} T
 * @param {string} selector
 * @returns {T}
 */
function part(selector) {
  return /** @type {T} */ (document.querySelector(selector));
}

/** @type {HTMLFormElement} */
const form = part("[data-search]");
/** @type {HTMLElement} */
const status = part("[data-search-status]");
/** @type {HTMLElement} */
const results = part("[data-search-results]");
/** @type {HTMLElement} */
const more = part("[data-search-more]");
/** @type {HTMLTemplateElement} */
const template = part("[data-search-result]");
/** @type {HTMLElement} */
const choices = part("[data-search-choices]");
/** @type {AsyncGenerator<Found> | undefined} */
let rest;
let asked = 0; // how often; an answer to an earlier question comes too late
let shown = ""; // the question that is answered on the page

/** Begins the page. What stands there for readers without script stays until the index is there. */
async function begin() {
  // Behind the "#" the question stays in the browser: neither the site's server nor the key service reads it as referrer.
  const asking = (location.hash || location.search).slice(1);
  if (location.search) history.replaceState(null, "", `${location.pathname}#${asking}`);
  try {
    const index = await openIndex(form.dataset.search ?? "");
    offer(await index.choices(), index.languages);
    read(new URLSearchParams(asking));
    listen(index);
    form.hidden = false;
    part("[data-search-without]").remove();
    await answer(index);
    if (!asking) field("q").focus({ preventScroll: true });
  } catch (error) {
    fail(error);
  }
}

/** @param {Index} index */
function listen(index) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let calm;
  const ask = () => {
    clearTimeout(calm);
    answer(index).catch(fail);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  form.addEventListener("change", ask);
  field("q").addEventListener("input", () => {
    clearTimeout(calm);
    calm = setTimeout(ask, CALM);
  });
  addEventListener("hashchange", () => {
    form.reset();
    read(new URLSearchParams(location.hash.slice(1)));
    ask();
  });
  more.addEventListener("click", () => show(true).catch(fail));
}

/**
 * Looks for what the form says, and keeps it in the address: the page can be left, sent and come back to.
 *
 * @param {Index} index
 */
async function answer(index) {
  const question = questionOf();
  if (`${question}` === shown) return;
  shown = `${question}`;
  asked += 1;
  const turn = asked;
  history.replaceState(null, "", shown ? `#${shown}` : location.pathname);
  const narrowed = [...question.keys()].some((name) => name !== "order");
  if (!narrowed) {
    clear("");
    choices.hidden = true;
    return;
  }
  const { rubric, author, access, language, order, q } = Object.fromEntries(question);
  const filters = Object.fromEntries(Object.entries({ rubric, author, access }).filter(([, value]) => value));
  const found = await index.search(q ?? "", { filters, language, newest: order === "newest" });
  if (turn !== asked) return;
  choices.hidden = false;
  count(found.counts);
  clear(found.count === 0 ? "none" : found.count === 1 ? "one" : "many", found.count);
  rest = found.pages;
  await show(false);
}

/**
 * Shows the next results.
 *
 * @param {boolean} further whether the reader asked for more and goes on at the first of these
 */
async function show(further) {
  const turn = asked;
  const pages = rest;
  const cards = [];
  let next = await pages?.next();
  for (; pages && next && !next.done; next = await pages.next()) {
    cards.push(cardOf(template, next.value));
    if (cards.length === STEP) break;
  }
  if (turn !== asked) return;
  const first = cards[0]?.querySelector("a");
  results.append(...cards);
  more.hidden = !next || next.done === true || results.children.length >= Number(status.dataset.count);
  if (further) first?.focus();
}

/**
 * @param {string} says which of the texts in the page
 * @param {number} count
 */
function clear(says, count = 0) {
  results.replaceChildren();
  more.hidden = true;
  status.dataset.count = `${count}`;
  const number = new Intl.NumberFormat(document.documentElement.lang).format(count);
  status.textContent = (status.dataset[says] ?? "").replace("{count}", number);
}

/** @param {unknown} error */
function fail(error) {
  console.error(error);
  clear("failed");
}

/**
 * Fills the lists of the form; one that has nothing to choose from is left out.
 *
 * @param {import("./finding.js").Counts} counts
 * @param {string[]} languages
 */
function offer(counts, languages) {
  const own = document.documentElement.lang;
  const names = new Intl.DisplayNames(own, { type: "language" });
  /** @type {[string, string, string][]} */
  const options = languages.map((language) => ["language", language, names.of(language) ?? language]);
  for (const name of ["rubric", "author"]) {
    const values = Object.keys(counts[name] ?? {}).sort(new Intl.Collator(own).compare);
    options.push(.../** @type {[string, string, string][]} */ (values.map((value) => [name, value, value])));
  }
  for (const [name, value, label] of options) {
    const option = new Option(label, value);
    option.dataset.label = label;
    /** @type {HTMLSelectElement} */ (field(name)).add(option);
  }
  for (const list of form.querySelectorAll("select")) {
    if (list.length < 3 && list.name !== "order") list.parentElement?.remove();
  }
}

/**
 * Says at each choice how many results it would have.
 *
 * @param {import("./finding.js").Counts} counts
 */
function count(counts) {
  for (const option of /** @type {NodeListOf<HTMLOptionElement>} */ (form.querySelectorAll("option[data-label]"))) {
    const list = /** @type {HTMLSelectElement} */ (option.parentElement);
    const { label } = option.dataset;
    if (list.name !== "language") option.text = `${label} (${counts[list.name]?.[option.value] ?? 0})`;
  }
}

/** Returns what the form says, without what is empty. */
function questionOf() {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const text = `${value}`.trim();
    if (text) said.set(name, text);
  }
  return said;
}

/** @param {URLSearchParams} question */
function read(question) {
  for (const [name, value] of question) {
    const place = form.elements.namedItem(name);
    if (place instanceof HTMLInputElement && place.type === "checkbox") place.checked = value === place.value;
    else if (place instanceof HTMLSelectElement) choose(place, value);
    else if (place instanceof HTMLInputElement) place.value = value;
  }
}

/**
 * @param {HTMLSelectElement} list
 * @param {string} value
 */
function choose(list, value) {
  list.value = [...list.options].some((option) => option.value === value) ? value : "";
}

/**
 * @param {string} name
 * @returns {HTMLInputElement | HTMLSelectElement}
 */
function field(name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

begin();
