"""The optional name on the sign-up form. Apart from `forms`, because allauth imports it while making its own."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from generator.keyservice.accounts.models import Reader


class NamedSignup(forms.Form):
    """The base of the sign-up form."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, _request: HttpRequest, user: Reader) -> None:
        """Keep the name of a new reader."""
        user.name = self.cleaned_data.get("name", "").strip()
        user.save(update_fields=["name"])
