"""Times and prices as people of the site's language read them."""

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency, get_currency_precision

from generator.press.layout.views import MomentView

# Newsrooms write 20/03/23 and 8:00; Babel's own short forms are 20/03/2023 and 08:00.
DATE_PATTERNS = {"fr": "dd/MM/yy", "en": "d MMM yyyy"}
TIME_PATTERNS = {"fr": "H:mm", "en": "H:mm"}
DAY_PATTERNS = {"fr": "EEEE d MMMM", "en": "EEEE d MMMM"}


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return Babel's locale for a language tag, English for one that Babel does not know."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=4096)  # lists show the same articles again and again, and Babel takes its time
def moment(at: datetime, zone: ZoneInfo, language: str) -> MomentView:
    """Return an aware time as views show it, in the site's zone."""
    local = at.astimezone(zone).replace(microsecond=0)
    shown, day = _date(local.date(), language)
    return MomentView(
        iso=local.isoformat(timespec="minutes"), date=shown, time=_time(local.hour, local.minute, language), day=day
    )


# A date of a thousand articles, and a minute of the day, are asked for again and again too.
@lru_cache(maxsize=4096)
def _date(date: date, language: str) -> tuple[str, str]:
    """Return a date in numbers, and with the day of the week."""
    locale = locale_of(language)
    day = format_date(date, DAY_PATTERNS.get(locale.language, "full"), locale)
    if locale.language == "fr":
        day = day.replace(" 1 ", " 1er ")  # French counts the first of a month, and only that one
    return format_date(date, DATE_PATTERNS.get(locale.language, "short"), locale), day[:1].upper() + day[1:]


@lru_cache(maxsize=1440)
def _time(hour: int, minute: int, language: str) -> str:
    locale = locale_of(language)
    return format_time(time(hour, minute), TIME_PATTERNS.get(locale.language, "short"), locale=locale)


@lru_cache(maxsize=1200)
def month(year: int, number: int, language: str) -> str:
    """Return a month with its year: `Novembre 2026`."""
    name = format_date(date(year, number, 1), "LLLL yyyy", locale_of(language))
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=256)
def price(minor_units: int, currency: str, language: str) -> str:
    """Return a price with its currency: `23 €` for whole amounts, `23,50 €` for others."""
    locale = locale_of(language)
    amount = Decimal(minor_units).scaleb(-get_currency_precision(currency))
    if amount != amount.to_integral_value():
        return format_currency(amount, currency, locale=locale)
    pattern = locale.currency_formats["standard"].pattern.replace("0.00", "0")
    return format_currency(amount, currency, pattern, locale, currency_digits=False)
