"""Template filters."""

from datetime import datetime
from typing import Final

from django import template
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# Words of a user agent and what people call it; the first that is found counts, for most claim to be several.
BROWSERS: Final = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
LONGEST_NAME: Final = 60  # characters of a user agent that is none of these


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the input of a form field without its placeholder: the label stands above it."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def device(user_agent: str) -> str:
    """Return a user agent as people speak of it, `Firefox, Windows`."""
    names = (next((name for word, name in known.items() if word in user_agent), None) for known in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in names if name) or user_agent[:LONGEST_NAME] or "–"


@register.filter(expects_localtime=True)
def day(moment: datetime, form: str = "DATE_FORMAT") -> str:
    """Return a date in words, or with `DATETIME_FORMAT` date and time; French calls the first `1er`."""
    text = date_format(moment, form)
    return f"1er{text[1:]}" if get_language() == "fr" and text.startswith("1 ") else text
