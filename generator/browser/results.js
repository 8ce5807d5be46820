// A page that was found, as a card: the theme's template, filled. Nothing of the index becomes HTML.

import { excerptOf, partOf } from "./excerpts.js";

/** @typedef {import("./finding.js").Found} Found */

/**
 * Returns a copy of the template, filled. Fields without a value are taken out.
 *
 * @param {HTMLTemplateElement} template
 * @param {Found} found
 */
export function cardOf(template, found) {
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const { meta, language } = found;
  const part = partOf(found);
  /** @type {Record<string, string | Node[] | undefined>} */
  const fields = { ...meta, title: part.title, published: dated(meta.published), excerpt: excerptOf(found, part) };
  if (meta.parts) fields.kicker = meta.title;
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll("[data-field]"))) {
    const value = fields[place.dataset.field ?? ""];
    if (!value?.length) place.remove();
    else if (place instanceof HTMLImageElement) place.src = `${value}`;
    else place.replaceChildren(...(typeof value === "string" ? [value] : value));
    if (place instanceof HTMLAnchorElement) place.href = part.url;
    if (place instanceof HTMLTimeElement) place.dateTime = meta.published;
  }
  if (language !== document.documentElement.lang.toLowerCase()) copy.firstElementChild?.setAttribute("lang", language);
  return copy;
}

/**
 * Returns the day of a moment with its offset, as it is where it was published.
 *
 * @param {string | undefined} moment
 */
function dated(moment) {
  if (!moment) return "";
  const style = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  return style.format(new Date(`${moment.slice(0, 10)}T00:00Z`));
}
