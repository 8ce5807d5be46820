// Elements without HTML text: what comes from sources is never parsed.

/**
 * Returns an element.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * Returns a shadow tree at the end of the page, with the preview's own style. It stays hidden until that is there.
 *
 * @param {string} id
 */
export function shadow(id) {
  const host = element("div", { id, hidden: "" });
  const tree = host.attachShadow({ mode: "open" });
  const style = element("link", { rel: "stylesheet", href: "/.marbre/furniture.css" });
  style.onload = () => host.removeAttribute("hidden");
  tree.append(style);
  document.body.append(host);
  return tree;
}
