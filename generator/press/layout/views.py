"""Views: all that a theme's templates see. Each field is described in docs/themes.md; a test compares the two."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class MomentView:
    iso: str
    date: str
    time: str
    day: str


@dataclass(frozen=True, slots=True)
class LinkView:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ImageSourceView:
    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class ImageView:
    src: str
    alt: str
    width: int
    height: int
    caption: Markup
    credit: str
    srcset: str = ""
    sources: tuple[ImageSourceView, ...] = ()
    focus: str = ""


@dataclass(frozen=True, slots=True)
class OfferView:
    id: str
    title: str
    price: str
    interval: str
    tagline: str
    benefits: tuple[str, ...]
    trial_days: int
    button: str
    url: str


@dataclass(frozen=True, slots=True)
class CardView:
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


@dataclass(frozen=True, slots=True)
class WallView:
    full: bool
    collection: str
    for_registered: bool
    remaining: int | None
    benefits: tuple[str, ...]
    offers: tuple[OfferView, ...]
    subscribe_url: str
    signup_url: str
    login_url: str


@dataclass(frozen=True, slots=True)
class SectionView:
    id: str
    header: str
    src: str
    remaining: int | None
    wall: WallView


@dataclass(frozen=True, slots=True)
class PartView:
    html: Markup
    section: SectionView | None


@dataclass(frozen=True, slots=True)
class HeadingView:
    level: int
    id: str
    title: Markup


@dataclass(frozen=True, slots=True)
class CorrectionView:
    at: MomentView
    text: Markup
    title: Markup
    url: str


@dataclass(frozen=True, slots=True)
class AuthorView:
    name: str
    role: str
    url: str
    photo: ImageView | None
    email: str
    links: tuple[LinkView, ...]
    body: Markup


@dataclass(frozen=True, slots=True)
class SeriesView:
    title: str
    url: str
    articles: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class DiscussionView:
    count: int
    who: str
    url: str


@dataclass(frozen=True, slots=True)
class NewsletterView:
    id: str
    title: str
    description: str
    cadence: str
    tier: str
    action: str


@dataclass(frozen=True, slots=True)
class AppView:
    name: str
    price: str
    ios_id: str
    links: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class ClubBenefitView:
    id: str
    title: str
    text: str
    tier: str
    until: MomentView | None
    action: str


@dataclass(frozen=True, slots=True)
class TranslationView:
    language: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ArticleView:
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


@dataclass(frozen=True, slots=True)
class PaginationView:
    number: int
    total: int
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class ListView:
    title: str
    description: str
    body: Markup
    articles: tuple[CardView, ...]
    pagination: PaginationView


@dataclass(frozen=True, slots=True)
class ArchiveMonthView:
    title: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class ArchiveYearView:
    title: str
    url: str
    count: int
    months: tuple[ArchiveMonthView, ...]


@dataclass(frozen=True, slots=True)
class RubricView:
    title: str
    url: str
    lead: CardView | None
    articles: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class BriefView:
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


@dataclass(frozen=True, slots=True)
class WireDayView:
    url: str
    day: MomentView
    briefs: tuple[BriefView, ...]


@dataclass(frozen=True, slots=True)
class WireView:
    days: tuple[WireDayView, ...]
    newer: LinkView | None
    older: LinkView | None


@dataclass(frozen=True, slots=True)
class IssueView:
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


@dataclass(frozen=True, slots=True)
class HomeView:
    lead: CardView | None
    seconds: tuple[CardView, ...]
    latest: tuple[CardView, ...]
    rubrics: tuple[RubricView, ...]
    wire: tuple[WireDayView, ...]
    issue: IssueView | None
    corrections: tuple[CorrectionView, ...]
    older_url: str
