// The preview's own words, in the page's language: French, else English.

const FRENCH = {
  preview: "Aperçu",
  building: "construction…",
  built: (/** @type {number} */ pages, /** @type {string} */ seconds) => `${pages} pages en ${seconds} s`,
  errors: (/** @type {number} */ count) => (count === 1 ? "1 erreur" : `${count} erreurs`),
  warnings: (/** @type {number} */ count) => (count === 1 ? "1 avertissement" : `${count} avertissements`),
  marked: (/** @type {number} */ count) => (count === 1 ? "1 non publié" : `${count} non publiés`),
  draft: "brouillon",
  future: "à venir",
  expired: "expiré",
  viewAs: "Voir en tant que",
  anonymous: "anonyme",
  registered: "inscrit",
  lapsed: "abonnement terminé",
  someone: "lecteur connecté",
  broken: "La dernière version ne peut pas être construite ; la page montre la précédente.",
  hide: "Masquer",
  failed: "Le service des clés n’a pas répondu.",
  number: new Intl.NumberFormat("fr", { maximumFractionDigits: 2 }),
};

/** @type {typeof FRENCH} */
const ENGLISH = {
  preview: "Preview",
  building: "building…",
  built: (pages, seconds) => `${pages} pages in ${seconds} s`,
  errors: (count) => (count === 1 ? "1 error" : `${count} errors`),
  warnings: (count) => (count === 1 ? "1 warning" : `${count} warnings`),
  marked: (count) => `${count} not published`,
  draft: "draft",
  future: "future",
  expired: "expired",
  viewAs: "View as",
  anonymous: "anonymous",
  registered: "registered",
  lapsed: "subscription ended",
  someone: "logged in",
  broken: "The latest version cannot be built; the page shows the one before.",
  hide: "Hide",
  failed: "The key service did not answer.",
  number: new Intl.NumberFormat("en", { maximumFractionDigits: 2 }),
};

export const words = document.documentElement.lang.startsWith("fr") ? FRENCH : ENGLISH;

/**
 * Returns the word for what keeps a page from being published.
 *
 * @param {string} mark
 */
export function markWord(mark) {
  return mark === "draft" ? words.draft : mark === "future" ? words.future : words.expired;
}
