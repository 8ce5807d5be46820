"""Archives by date: all years, each year with its months, and all articles of a month."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from generator.model.catalog import Catalog
from generator.model.config import SiteConfig
from generator.model.output import Kind
from generator.model.urls import fill, output_path
from generator.press.layout import dates, jsonld, strings
from generator.press.layout.cards import card_views, list_view
from generator.press.layout.frame import page_view
from generator.press.layout.list_pages import pages_of
from generator.press.layout.listings import list_targets, list_title
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.target import Target
from generator.press.layout.views import ArchiveMonthView, ArchiveYearView, LinkView

Month = tuple[str, tuple[str, ...]]  # `2026-11` in the site's zone, and its articles, newest first


def months(catalog: Catalog, config: SiteConfig) -> list[Month]:
    """Return the months that have dated articles, newest first."""
    dated = [one for one in catalog.articles if getattr(catalog.entries[one].matter, "published", None)]

    def month(ident: str) -> str:
        return f"{catalog.entries[ident].published.astimezone(config.zone):%Y-%m}"

    return [(key, tuple(ids)) for key, ids in groupby(dated, month)]


def _url(config: SiteConfig, month: str = "", year: str = "") -> str:
    """Return the address of a month, of a year, or of all years."""
    pattern = config.permalinks.archives
    if month:
        return fill(pattern, {"year": month[:4], "month": month[5:]})
    pattern = pattern.removesuffix("{month}/")
    return fill(pattern, {"year": year}) if year else pattern.removesuffix("{year}/")


def archive_targets(publication: Publication) -> Iterator[Target]:
    """Yield the page of all years, those of each year, and those of each month."""
    config = publication.config
    found = months(publication.catalog, config)
    counts = tuple((month, f"{len(ids)}") for month, ids in found)
    index = _url(config)
    if found and index != "/":
        yield _counted("archive_years", index, "", counts)
    for year, of_year in groupby(counts, lambda pair: pair[0][:4]):
        yield _counted("archive_year", _url(config, year=year), year, tuple(of_year))
    for month, ids in found:
        url = _url(config, month)
        for target in list_targets("archive_month", url, "", pages_of(ids, config)):
            yield replace(target, template="archive.html", values=(("month", month),))


def _counted(maker: str, url: str, year: str, counts: Sequence[tuple[str, str]]) -> Target:
    return Target(output_path(url), Kind.LIST, maker, "archives.html", url, values=(("year", year), *counts))


def years_values(scope: Scope) -> dict[str, object]:
    """Return the views of the page of all years, or of one."""
    year = scope.target.value("year")
    title = scope.text(strings.ARCHIVES_TITLE)
    page = page_view(
        scope,
        kind="archives",
        title=scope.text(strings.ARCHIVES_OF, period=year) if year else title,
        breadcrumb=(*_all_years(scope, title), *([LinkView(year, scope.path(scope.target.url))] if year else [])),
        nodes=(jsonld.organization(scope),),
    )
    counts = scope.target.values[1:]
    years = tuple(_year(scope, one, tuple(of_year)) for one, of_year in groupby(counts, lambda pair: pair[0][:4]))
    return {"page": page, "archives": years}


def _all_years(scope: Scope, title: str) -> tuple[LinkView, ...]:
    url = _url(scope.config)
    return (LinkView(title, scope.path(url)),) if url != "/" else ()


def _year(scope: Scope, year: str, counts: Sequence[tuple[str, str]]) -> ArchiveYearView:
    return ArchiveYearView(
        title=year,
        url=scope.path(_url(scope.config, year=year)),
        count=sum(int(count) for _, count in counts),
        months=tuple(
            ArchiveMonthView(_month_title(scope, month), scope.path(_url(scope.config, month)), int(count))
            for month, count in counts
        ),
    )


def _month_title(scope: Scope, month: str) -> str:
    return dates.month(int(month[:4]), int(month[5:]), scope.language)


def month_values(scope: Scope) -> dict[str, object]:
    """Return the views of one page of a month."""
    month = scope.target.value("month")
    title, url = _month_title(scope, month), _url(scope.config, month)
    year = LinkView(month[:4], scope.path(_url(scope.config, year=month[:4])))
    page = page_view(
        scope,
        kind="archive",
        title=list_title(scope, title),
        breadcrumb=(
            *_all_years(scope, scope.text(strings.ARCHIVES_TITLE)),
            year,
            LinkView(title, scope.path(url)),
        ),
        nodes=(jsonld.organization(scope),),
    )
    articles = card_views(scope, scope.target.group("articles"))
    return {"page": page, "list": list_view(scope, title, "", articles, url)}


def archive_addresses(publication: Publication) -> list[str]:
    """Return the addresses of all pages of the archives but the further ones of a month, for the sitemap."""
    config = publication.config
    found = months(publication.catalog, config)
    years = dict.fromkeys(_url(config, year=month[:4]) for month, _ in found)
    index = [_url(config)] if found and _url(config) != "/" else []
    return [*index, *years, *(_url(config, month) for month, _ in found)]
