"""Settings of the Pelican site: the same pages, addresses and extensions as the others have."""

SITENAME = "La Gazette d’essai"
SITEURL = "https://www.example.fr"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_DIR = "theme"
STATIC_PATHS = ["images"]
TIMEZONE = "Europe/Paris"
DEFAULT_LANG = "fr"
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
ARTICLE_URL, ARTICLE_SAVE_AS = "{category}/{slug}/", "{category}/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "{slug}/", "{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "auteurs/{slug}/", "auteurs/{slug}/index.html"
TAGS_SAVE_AS, AUTHORS_SAVE_AS, SITEMAP_SAVE_AS = "tags/index.html", "auteurs/index.html", "sitemap.xml"
DIRECT_TEMPLATES = ["index", "tags", "authors", "sitemap"]
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None, "author": None}
DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 30
DEFAULT_DATE_FORMAT = "%d/%m/%y"
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.smarty": {},
        "markdown.extensions.toc": {},
    },
    "output_format": "html5",
}
RUBRIQUES = [
    ("politique", "Politique"),
    ("economie", "Économie"),
    ("monde", "Monde"),
    ("culture", "Culture"),
    ("technologies", "Technologies"),
    ("sciences", "Sciences"),
    ("sports", "Sports"),
    ("sante", "Santé"),
    ("opinions", "Opinions"),
    ("education", "Éducation"),
    ("justice", "Justice"),
    ("environnement", "Environnement"),
]
