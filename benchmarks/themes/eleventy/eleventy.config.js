import { feedPlugin } from "@11ty/eleventy-plugin-rss";

const SIZE = 20;
const RUBRIQUES = {
  politique: "Politique", economie: "Économie", monde: "Monde", culture: "Culture", technologies: "Technologies",
  sciences: "Sciences", sports: "Sports", sante: "Santé", opinions: "Opinions", education: "Éducation",
  justice: "Justice", environnement: "Environnement",
};

/** Returns the pages of a list, as many as its articles need. */
function pages(url, title, articles) {
  const total = Math.ceil(articles.length / SIZE);
  const address = (number) => (number === 1 ? url : `${url}page/${number}/`);
  return Array.from({ length: total }, (_, index) => ({
    title, total, number: index + 1, url: address(index + 1),
    articles: articles.slice(index * SIZE, (index + 1) * SIZE),
    newer: index > 0 ? address(index) : "",
    older: index + 1 < total ? address(index + 2) : "",
  }));
}

export default function (config) {
  const slugify = config.getFilter("slugify");
  const newest = (api) => api.getFilteredByGlob("content/*/*.md").sort((a, b) => b.date - a.date);

  config.addPlugin(feedPlugin, {
    type: "atom",
    outputPath: "/feed.xml",
    collection: { name: "articles", limit: 30 },
    metadata: { language: "fr", title: "La Gazette d’essai", subtitle: "Quotidien imaginaire", base: "https://www.example.fr/", author: { name: "La rédaction" } },
  });
  config.addPassthroughCopy({ static: "." });
  config.amendLibrary("md", (md) => md.set({ typographer: true }));
  config.addGlobalData("rubriques", Object.entries(RUBRIQUES).map(([slug, title]) => ({ slug, title })));
  config.addFilter("day", (date) => new Date(date).toISOString().slice(0, 10));
  config.addFilter("rubric", (slug) => RUBRIQUES[slug] ?? "Le fil");
  config.addCollection("articles", (api) => newest(api).reverse());
  config.addCollection("lots", (api) => {
    const lists = new Map();
    const add = (url, title, article) => {
      if (!lists.has(url)) lists.set(url, { title, articles: [] });
      lists.get(url).articles.push(article);
    };
    for (const article of newest(api)) {
      const { rubrique, author, tags } = article.data;
      add("/", "À la une", article);
      add(`/${rubrique}/`, RUBRIQUES[rubrique] ?? "Le fil", article);
      if (author) add(`/auteurs/${slugify(author)}/`, author, article);
      for (const tag of tags ?? []) add(`/tags/${slugify(tag)}/`, tag, article);
    }
    return [...lists].flatMap(([url, { title, articles }]) => pages(url, title, articles));
  });
  return { dir: { input: "content", includes: "../_includes", output: "_site" }, markdownTemplateEngine: false };
}
