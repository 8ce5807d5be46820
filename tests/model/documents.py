"""Documents as the catalog gets them, and the catalog that they give."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.errors import SourceError
from generator.model.access import Access
from generator.model.catalog import Catalog
from generator.model.cataloguing import Described, build_catalog
from generator.model.config import SiteConfig, Tier
from generator.model.frontmatter import (
    ArticleMatter,
    AuthorMatter,
    Collection,
    Matter,
    RubricMatter,
)
from generator.model.urls import document_id

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 12, tzinfo=PARIS)
DAY = timedelta(days=1)
CONFIG = SiteConfig(
    title="La Revue",
    base_url="https://www.example.fr/",
    root="/",
    zone=PARIS,
    tiers=(Tier("abonnes", "Abonnés"), Tier("premium", "Premium", ("abonnes",))),
)
ABONNES, PREMIUM = Access(("abonnes",)), Access(("premium",))


def document(source: str, matter: Matter, **lines: int) -> Described:
    collection: Collection = source.partition("/")[0]  # type: ignore[assignment]  # tests name real ones
    return Described(getattr(matter, "id", "") or document_id(source), collection, source, matter, lines)


def article(source: str, **keys: object) -> Described:
    return document(f"articles/{source}", ArticleMatter("Titre", **{"published": NOW - DAY, **keys}))  # type: ignore[arg-type]


def build(*documents: Described, config: SiteConfig = CONFIG, **options: object) -> Catalog:
    catalog, errors, _ = build_catalog(documents, config, **{"now": NOW, "drafts": False, "future": False, **options})  # type: ignore[arg-type]
    assert errors == ()
    return catalog


def errors_of(*documents: Described, config: SiteConfig = CONFIG, **options: object) -> tuple[SourceError, ...]:
    settings = {"now": NOW, "drafts": False, "future": False, **options}
    return build_catalog(documents, config, **settings)[1]  # type: ignore[arg-type]


SECURITE = document("rubrics/securite.md", RubricMatter("Sécurité"))
CLAIRE = document("authors/claire.md", AuthorMatter("Claire"))
