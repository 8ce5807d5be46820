// The page's one Trusted Types policy, `marbre`. A page can make it only once: whoever inserts HTML imports this.

/** @typedef {{createHTML(html: string): string}} Policy what TypeScript's DOM does not know yet */

const factory = /** @type {{trustedTypes?: {createPolicy(name: string, rules: Policy): Policy}}} */ (globalThis).trustedTypes;
const policy = factory?.createPolicy("marbre", { createHTML: (html) => html });

/**
 * Returns nodes for HTML that the site's builder has made and sanitised. Its scripts never run.
 *
 * @param {string} html
 */
export function trustedFragment(html) {
  const template = document.createElement("template");
  template.innerHTML = trustedHTML(html);
  return template.content;
}

/**
 * Returns HTML that `innerHTML` takes.
 *
 * @param {string} html of the site's own, never of a reader
 */
export function trustedHTML(html) {
  return policy ? policy.createHTML(html) : html;
}
