"""Views: all that a theme's templates see. Each field is described in docs/themes.md; a test compares the two."""

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct


class MomentView(Struct, frozen=True):
    iso: str
    date: str
    time: str
    day: str


class LinkView(Struct, frozen=True):
    title: str
    url: str


class ImageSourceView(Struct, frozen=True):
    type: str
    srcset: str


class ImageView(Struct, frozen=True):
    src: str
    alt: str
    width: int
    height: int
    caption: Markup
    credit: str
    srcset: str = ""
    sources: tuple[ImageSourceView, ...] = ()
    focus: str = ""


class OfferView(Struct, frozen=True):
    id: str
    title: str
    price: str
    interval: str
    tagline: str
    benefits: tuple[str, ...]
    trial_days: int
    button: str
    url: str


class CardView(Struct, frozen=True):
    id: str
    url: str
    title: Markup
    kicker: str
    standfirst: Markup
    summary: str
    rubric: LinkView | None
    authors: tuple[LinkView, ...]
    published: MomentView
    updated: MomentView | None
    reading_minutes: int
    access: str
    badge: str
    image: ImageView | None
    language: str
    marks: tuple[str, ...]


class WallView(Struct, frozen=True):
    full: bool
    collection: str
    for_registered: bool
    remaining: int | None
    benefits: tuple[str, ...]
    offers: tuple[OfferView, ...]
    subscribe_url: str
    signup_url: str
    login_url: str


class SectionView(Struct, frozen=True):
    id: str
    header: str
    src: str
    remaining: int | None
    wall: WallView


class PartView(Struct, frozen=True):
    html: Markup
    section: SectionView | None


class HeadingView(Struct, frozen=True):
    level: int
    id: str
    title: Markup


class CorrectionView(Struct, frozen=True):
    at: MomentView
    text: Markup
    title: Markup
    url: str


class AuthorView(Struct, frozen=True):
    name: str
    role: str
    url: str
    photo: ImageView | None
    email: str
    links: tuple[LinkView, ...]
    body: Markup


class SeriesView(Struct, frozen=True):
    title: str
    url: str
    articles: tuple[CardView, ...]


class DiscussionView(Struct, frozen=True):
    count: int
    who: str
    url: str


class NewsletterView(Struct, frozen=True):
    id: str
    title: str
    description: str
    cadence: str
    tier: str
    action: str


class AppView(Struct, frozen=True):
    name: str
    price: str
    ios_id: str
    links: tuple[LinkView, ...]


class ClubBenefitView(Struct, frozen=True):
    id: str
    title: str
    text: str
    tier: str
    until: MomentView | None
    action: str


class TranslationView(Struct, frozen=True):
    language: str
    title: str
    url: str


class ArticleView(Struct, frozen=True):
    card: CardView
    parts: tuple[PartView, ...]
    headings: tuple[HeadingView, ...]
    authors: tuple[AuthorView, ...]
    tags: tuple[LinkView, ...]
    translations: tuple[TranslationView, ...]
    corrections: tuple[CorrectionView, ...]
    series: SeriesView | None
    related: tuple[CardView, ...]
    discussion: DiscussionView | None
    extra: Mapping[str, object]


class PaginationView(Struct, frozen=True):
    number: int
    total: int
    previous_url: str
    next_url: str


class ListView(Struct, frozen=True):
    title: str
    description: str
    body: Markup
    articles: tuple[CardView, ...]
    pagination: PaginationView


class ArchiveMonthView(Struct, frozen=True):
    title: str
    url: str
    count: int


class ArchiveYearView(Struct, frozen=True):
    title: str
    url: str
    count: int
    months: tuple[ArchiveMonthView, ...]


class RubricView(Struct, frozen=True):
    title: str
    url: str
    lead: CardView | None
    articles: tuple[CardView, ...]


class BriefView(Struct, frozen=True):
    id: str
    anchor: str
    url: str
    published: MomentView
    title: str
    parts: tuple[PartView, ...]
    text: Markup
    links: tuple[LinkView, ...]
    source: str
    badge: str
    access: str


class WireDayView(Struct, frozen=True):
    url: str
    day: MomentView
    briefs: tuple[BriefView, ...]


class WireView(Struct, frozen=True):
    days: tuple[WireDayView, ...]
    newer: LinkView | None
    older: LinkView | None


class IssueView(Struct, frozen=True):
    id: str
    title: str
    url: str
    number: str
    published: MomentView
    cover: ImageView | None
    standfirst: Markup
    badge: str
    access: str
    parts: tuple[PartView, ...]
    articles: tuple[CardView, ...]


class HomeView(Struct, frozen=True):
    lead: CardView | None
    seconds: tuple[CardView, ...]
    latest: tuple[CardView, ...]
    rubrics: tuple[RubricView, ...]
    wire: tuple[WireDayView, ...]
    issue: IssueView | None
    corrections: tuple[CorrectionView, ...]
    older_url: str
