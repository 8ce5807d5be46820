// An edit of plain text, put into the page as it stands: quicker than a reload, and nothing of it closes or moves.
// No script has anything to do with such text; whatever a script may have to do with is left to a reload.

const TEXT = new Set(
  (
    "a abbr b bdi bdo blockquote br cite code data dd del dfn dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre " +
    "q rp rt ruby s samp small strong sub sup time title u ul var wbr table caption colgroup col thead tbody tfoot tr th td"
  ).split(" "),
);
const FURNITURE = "marbre-preview"; // how the ids of the preview's own elements begin

/**
 * Puts what differs between two versions of this page in place; returns false, and changes nothing, if that is more
 * than text which is as it was served.
 *
 * @param {Document} before
 * @param {Document} after
 */
export function patch(before, after) {
  /** @type {(() => void)[]} */
  const steps = [];
  if (!follow(before.documentElement, after.documentElement, document.documentElement, steps)) return false;
  for (const step of steps) step();
  return true;
}

/**
 * @param {Node} before
 * @param {Node} after
 * @param {Node} live what stands in the page for *before*
 * @param {(() => void)[]} steps is added to
 * @returns {boolean}
 */
function follow(before, after, live, steps) {
  if (before.isEqualNode(after)) return true;
  if (isText(before) && isText(after)) return replace([live], [before], [after], live, steps);
  if (!isSameElement(before, after) || before.nodeName !== live.nodeName) return false;
  const [old, fresh, here] = [before, after, live].map(childrenOf);
  if (here.length !== old.length) return false;
  const [start, end] = commonEnds(old, fresh);
  const [gone, come] = [old, fresh].map((nodes) => nodes.slice(start, nodes.length - end));
  const stands = here.slice(start, here.length - end);
  if (gone.length === come.length) return gone.every((node, at) => follow(node, come[at], stands[at], steps));
  if (![...gone, ...come].every(isText)) return false;
  return replace(stands, gone, come, here[start + gone.length] ?? null, steps, live);
}

/**
 * @param {Node[]} stands
 * @param {Node[]} gone
 * @param {Node[]} come
 * @param {Node | null} next what the new nodes stand before
 * @param {(() => void)[]} steps
 * @param {Node | null} [parent]
 */
function replace(stands, gone, come, next, steps, parent = next && next.parentNode) {
  if (!stands.every((node, at) => node.isEqualNode(gone[at]))) return false;
  steps.push(() => {
    for (const node of come) parent?.insertBefore(document.importNode(node, true), next);
    for (const node of stands) /** @type {ChildNode} */ (node).remove();
  });
  return true;
}

/**
 * Returns how many nodes are the same at the beginning and at the end of two lists.
 *
 * @param {Node[]} old
 * @param {Node[]} fresh
 */
function commonEnds(old, fresh) {
  const most = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < most && old[start].isEqualNode(fresh[start])) start += 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end].isEqualNode(fresh[fresh.length - 1 - end])) end += 1;
  return [start, end];
}

/** @param {Node} node */
function childrenOf(node) {
  return [...node.childNodes].filter((child) => !(child instanceof Element && child.id.startsWith(FURNITURE)));
}

/**
 * Returns whether two nodes are elements of one name with the same attributes.
 *
 * @param {Node} one
 * @param {Node} other
 */
function isSameElement(one, other) {
  return one instanceof Element && other instanceof Element && one.cloneNode(false).isEqualNode(other.cloneNode(false));
}

/**
 * Returns whether a node is text, or says something to machines.
 *
 * @param {Node} node
 */
function isText(node) {
  if (node.nodeType === Node.TEXT_NODE) return true;
  if (!(node instanceof Element)) return false;
  if (node.matches("meta[name], meta[property], link[rel=canonical], script[type='application/ld+json']")) return true;
  return TEXT.has(node.localName) && [...node.querySelectorAll("*")].every(({ localName }) => TEXT.has(localName));
}
