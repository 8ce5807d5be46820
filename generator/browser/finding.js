// What Pagefind finds, in all languages of the site. It is loaded from the site's own index, and only here.

/**
 * A page that was found, before its fragment is fetched.
 *
 * @typedef {{score: number, data(): Promise<Found>}} Hit
 *
 * A fragment of the index: text that everyone may read, and what is known of its page.
 *
 * @typedef {{
 *   url: string,
 *   content: string,
 *   excerpt: string,
 *   meta: Record<string, string>,
 *   locations: number[],
 *   anchors: {element: string, id: string, location: number}[],
 *   language: string,
 * }} Found
 *
 * @typedef {Record<string, Record<string, number>>} Counts how many pages each value of each filter has
 * @typedef {{filters: Record<string, string>, language: string, newest: boolean}} Choices
 * @typedef {{results: Hit[], totalFilters: Counts}} Answer
 * @typedef {{
 *   options(options: object): Promise<void>,
 *   init(): Promise<void>,
 *   filters(): Promise<Counts>,
 *   search(words: string | null, options: object): Promise<Answer>,
 * }} Engine
 */

const EXCERPT = 30; // words

/** The index of one language, or of several. */
export class Index {
  /** @param {Map<string, Engine>} engines by language */
  constructor(engines) {
    this.engines = engines;
  }

  get languages() {
    return [...this.engines.keys()];
  }

  /** Returns every value of every filter, with the number of its pages. */
  async choices() {
    return summed(await Promise.all([...this.engines.values()].map((engine) => engine.filters())));
  }

  /**
   * Returns how many pages have the words, how many of these each value of a filter has, and the pages one by one.
   *
   * @param {string} words none: all pages
   * @param {Choices} choices
   */
  async search(words, { filters, language, newest }) {
    const asked = [...this.engines].filter(([one]) => !language || one === language);
    const sort = newest ? { published: "desc" } : {};
    const answers = await Promise.all(asked.map(([, engine]) => engine.search(words || null, { filters, sort })));
    const lists = answers.map(({ results }, at) => results.map((hit) => inLanguage(hit, asked[at][0])));
    return {
      count: lists.flat().length,
      counts: summed(answers.map(({ totalFilters }) => totalFilters)),
      pages: newest ? newestFirst(lists) : closestFirst(lists),
    };
  }
}

/**
 * Returns the index in a folder of the site.
 *
 * @param {string} folder its address, with a slash at its end
 */
export async function openIndex(folder) {
  const answer = await fetch(`${folder}pagefind-entry.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`the index answers ${answer.status}`);
  const engines = new Map();
  for (const language of Object.keys((await answer.json()).languages)) {
    engines.set(language, await engineFor(folder, language));
  }
  return new Index(engines);
}

/**
 * A module for each language: Pagefind has one stemmer at a time, that of the page's language when it is started.
 *
 * @param {string} folder
 * @param {string} language
 */
async function engineFor(folder, language) {
  /** @type {Engine} */
  const engine = await import(`${folder}pagefind.js?${language}`);
  // Workers need an address that Trusted Types would have to allow.
  await engine.options({ noWorker: true, excerptLength: EXCERPT });
  const { documentElement } = document;
  const own = documentElement.lang;
  documentElement.lang = language;
  const started = engine.init();
  documentElement.lang = own; // in the same turn: nobody has seen the other one
  await started;
  return engine;
}

/** @param {Counts[]} all */
function summed(all) {
  /** @type {Counts} */
  const sums = {};
  for (const [filter, values] of all.flatMap((counts) => Object.entries(counts))) {
    sums[filter] ??= {};
    for (const [value, count] of Object.entries(values)) sums[filter][value] = (sums[filter][value] ?? 0) + count;
  }
  return sums;
}

/**
 * @param {Hit} hit
 * @param {string} language
 * @returns {Hit}
 */
function inLanguage(hit, language) {
  return { score: hit.score, data: async () => ({ ...(await hit.data()), language }) };
}

/** @param {Hit[][]} lists */
async function* closestFirst(lists) {
  for (const hit of lists.flat().sort((one, other) => other.score - one.score)) yield hit.data();
}

/**
 * Each list is sorted already: the newest of their heads comes next.
 *
 * @param {Hit[][]} lists
 */
async function* newestFirst(lists) {
  const waiting = lists.map((list) => list.values());
  const heads = await Promise.all(waiting.map((list) => list.next().value?.data()));
  for (;;) {
    const newest = heads.reduce((best, head, at) => (date(head) > date(heads[best]) ? at : best), 0);
    const found = heads[newest];
    if (!found) return;
    heads[newest] = await waiting[newest].next().value?.data();
    yield found;
  }
}

/** @param {Found | undefined} found */
function date(found) {
  return found ? found.meta.published || " " : "";
}
