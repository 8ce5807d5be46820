"""What stands on pages of the key service's offers to readers: discussions, newsletters, the app, the club."""

from generator.model.data import App, ClubBenefit, Newsletter
from generator.model.frontmatter import ArticleMatter
from generator.press.layout import addresses, dates
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.views import AppView, ClubBenefitView, DiscussionView, LinkView, NewsletterView

PLACE = "page--discussion"
COUNT = "comments:"  # no slug has a colon


def comment_count(publication: Publication, ident: str) -> tuple[tuple[str, str], ...]:
    """Return how many comments an article has, as a value of its target: a new one changes one page."""
    count = publication.data.comments.get(ident, 0)
    return ((COUNT, f"{count}"),) if count else ()


def discussion(scope: Scope, ident: str) -> DiscussionView | None:
    """Return an article's discussion, None where nobody may discuss it."""
    matter = scope.entry(ident).matter
    if scope.config.comments == "off" or not isinstance(matter, ArticleMatter) or not matter.comments:
        return None
    following = f"{scope.path(scope.target.url)}#{PLACE}"
    return DiscussionView(
        count=int(scope.target.value(COUNT) or 0),
        who=scope.config.comments,
        url=addresses.service_page(scope.config, f"comments/{ident}", following),
    )


def newsletter_view(scope: Scope, one: Newsletter) -> NewsletterView:
    """Return a newsletter and where its form goes."""
    tier = next((tier.title for tier in scope.config.tiers if tier.id == one.tier), "")
    action = f"{addresses.service(scope.config)}newsletters/{one.id}/"
    return NewsletterView(one.id, one.title, one.description, one.cadence, tier, action)


def app_view(app: App | None) -> AppView | None:
    """Return the publication's application, if it has one."""
    if app is None:
        return None
    stores = (("App Store", app.ios), ("Google Play", app.android))
    links = tuple(LinkView(name, url) for name, url in stores if url)
    return AppView(app.name, app.price_label, app.ios.rpartition("/id")[2] if "/id" in app.ios else "", links)


def club_view(scope: Scope, one: ClubBenefit) -> ClubBenefitView:
    """Return a benefit. Whether its time is over is for the service to say: a page does not depend on the clock."""
    config = scope.config
    tier = next((tier.title for tier in config.tiers if tier.id == one.tier), "")
    action = f"{addresses.service(config)}club/{one.id}/"
    until = dates.moment(one.until, config.zone, config.language) if one.until else None
    return ClubBenefitView(one.id, one.title, one.text, tier, until, action)
