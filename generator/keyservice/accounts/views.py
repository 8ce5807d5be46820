"""The account page."""

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from generator.keyservice.accounts.context import return_link
from generator.keyservice.accounts.models import Reader
from generator.keyservice.entitlements.holdings import holdings


class NameForm(forms.Form):
    """The name by which the paper addresses a reader."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AccountView(LoginRequiredMixin, View):
    """Name, entitlements with their end, sessions, logout: of the reader who is logged in, and no other."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the page."""
        reader = _reader(request)
        return _page(request, reader, NameForm(initial={"name": reader.name}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the name, and say so."""
        reader, form = _reader(request), NameForm(request.POST)
        if not form.is_valid():
            return _page(request, reader, form)
        reader.name = form.cleaned_data["name"].strip()
        reader.save(update_fields=["name"])
        messages.success(request, _("Your name has been saved."))
        return redirect("account")


def _reader(request: HttpRequest) -> Reader:
    if not isinstance(request.user, Reader):
        raise TypeError("LoginRequiredMixin lets nobody else in")
    return request.user


def _page(request: HttpRequest, reader: Reader, form: NameForm) -> HttpResponse:
    shown = {
        "form": form,
        "holdings": holdings(reader, timezone.now()),
        "sessions": sorted(UserSession.objects.purge_and_list(reader), key=lambda one: one.created_at),
        "return_link": return_link(request),
    }
    return render(request, "account/account.html", shown)
