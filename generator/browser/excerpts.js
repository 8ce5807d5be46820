// The words around what was found, and the part of a page that they stand in.

/** @typedef {import("./finding.js").Found} Found */

/**
 * A page, or one of its briefs, in words of the fragment's text.
 *
 * @typedef {{title: string, url: string, from: number, to: number}} Part
 */

const LENGTH = 32; // words of an excerpt
const BEFORE = 8; // of these stand before the first that was found
const TITLE = 12; // words of a brief that stand for its title

/**
 * Returns the part of a page that is shown: of a day of the wire the brief with most of the words, else all of it.
 *
 * @param {Found} found
 * @returns {Part}
 */
export function partOf(found) {
  const words = wordsOf(found.content);
  const { title = "" } = found.meta;
  if (found.meta.parts !== "briefs") {
    const heading = wordsOf(title);
    const from = heading.every((word, at) => bare(words[at]) === bare(word)) ? heading.length : 0;
    return { title, url: found.url, from, to: words.length };
  }
  const briefs = found.anchors.filter(({ element }) => element === "div").sort((one, other) => one.location - other.location);
  const parts = briefs.map(({ id, location }, at) => {
    const to = briefs[at + 1]?.location ?? words.length;
    const hits = found.locations.filter((place) => place >= location && place < to).length;
    return { id, from: location, to, hits };
  });
  const best = parts.reduce((one, other) => (other.hits > one.hits ? other : one), parts[0]);
  if (!best) return { title, url: found.url, from: 0, to: words.length };
  const { id, to } = best;
  const [headline, length] = headlineOf(words.slice(best.from, to));
  return { title: headline, url: `${found.url}#${id}`, from: best.from + length, to };
}

/**
 * Returns the words of a part around most of those that were found, and these in `mark` elements.
 *
 * @param {Found} found
 * @param {Part} part
 * @returns {Node[]}
 */
export function excerptOf(found, { from, to }) {
  // Words and the spaces between them, in turns: a no-break space stays one.
  const pieces = found.content.trim().split(/(\s+)/);
  const hits = new Set(found.locations.filter((place) => place >= from && place < to));
  const start = startOf(hits, from, to);
  const end = Math.min(start + LENGTH, to);
  /** @type {Node[]} */
  const nodes = start > from ? [new Text("… ")] : [];
  for (let at = start; at < end; at += 1) {
    const word = pieces[2 * at];
    const space = at + 1 < end ? pieces[2 * at + 1] : "";
    nodes.push(...(hits.has(at) ? marked(word) : [new Text(word)]), new Text(space));
  }
  if (end < to) nodes.push(new Text(" …"));
  return nodes;
}

/**
 * Returns where the excerpt begins that has most of what was found.
 *
 * @param {Set<number>} hits
 * @param {number} from
 * @param {number} to
 */
function startOf(hits, from, to) {
  const places = [...hits].sort((one, other) => one - other);
  let [first, most] = [places[0] ?? from, 0];
  for (let start = 0, end = 0; start < places.length; start += 1) {
    while (end < places.length && places[end] < places[start] + LENGTH - BEFORE) end += 1;
    if (end - start > most) [first, most] = [places[start], end - start];
  }
  return Math.max(from, Math.min(first - BEFORE, to - LENGTH));
}

/**
 * Returns a word that was found: the mark leaves out the signs around it.
 *
 * @param {string} word
 */
function marked(word) {
  // Two searches from the ends: one expression for all three parts tries each length of the last, at each place.
  const start = Math.max(word.search(/[\p{L}\p{N}]/u), 0);
  const end = word.length - Math.max([...word].reverse().join("").search(/[\p{L}\p{N}]/u), 0);
  const [before, inner, after] = [word.slice(0, start), word.slice(start, end), word.slice(end)];
  const mark = document.createElement("mark");
  mark.textContent = inner;
  return [new Text(before), mark, new Text(after)];
}

/**
 * Returns a brief's first sentence, or the beginning of it, and how many words these are.
 *
 * @param {string[]} words
 * @returns {[string, number]}
 */
function headlineOf(words) {
  const end = words.findIndex((word, at) => at > 1 && /[.!?…]$/u.test(word));
  const short = end >= 0 && end < TITLE;
  const length = short ? end + 1 : Math.min(TITLE, words.length);
  const shown = words.slice(0, length).join(" ");
  return [short ? shown.replace(/\.$/u, "") : `${shown} …`, length];
}

/** @param {string} text */
function wordsOf(text) {
  return text.trim().split(/\s+/);
}

/** @param {string | undefined} word */
function bare(word) {
  return word?.replace(/[.]$/u, "");
}
