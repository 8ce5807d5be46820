"""Template filters."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the input of a form field without its placeholder: the label stands above it."""
    return field.as_widget(attrs={"placeholder": False})
