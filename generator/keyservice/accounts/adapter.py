# ruff: noqa: ARG002 - the signatures are allauth's
"""Where allauth asks us: addresses after a flow, what mails look like, and codes that are kept hashed."""

from email.utils import formataddr
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.urls import reverse

from generator.keyservice import publication
from generator.keyservice.accounts import returning
from generator.keyservice.sealing import keyed_hash

OWN_PAGES = frozenset({"account_reauthenticate", "mfa_reauthenticate"})


def code_hash(code: str) -> str:
    """Return what is kept of a mailed *code*, however the reader types it."""
    return keyed_hash("mailed code", normalize_user_code(code))


class AccountAdapter(DefaultAccountAdapter):
    """Few methods, each for one promise of docs/keyservice.md."""

    def is_safe_url(self, url: str) -> bool:
        """
        Return False: allauth's own `next` is not used, `returning` decides.

        The exception is a page of ours that asked for the password once more and wants to go on.
        """
        match = context.request.resolver_match
        return bool(match and match.url_name in OWN_PAGES and returning.parse_next(url, own=True))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where a reader goes after login."""
        return returning.after_login(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Return where a new reader goes."""
        return returning.after_login(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return where a reader goes after logout."""
        return returning.after_logout(request)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Return where a confirmed reader goes: on, or to the login if this browser is not the one of the sign-up."""
        if context.request.user.is_authenticated:
            return returning.after_login(context.request)
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the account page."""
        return reverse("account")

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the address in the mail; it carries the destination, for mail is read elsewhere."""
        return _with_next(request, super().get_email_confirmation_url(request, emailconfirmation))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address in the mail, likewise with the destination."""
        return _with_next(context.request, super().get_reset_password_from_key_url(key))

    def respond_email_verification_sent(self, request: HttpRequest, user: Any) -> Any:
        """Return the way to the page that says so; it takes as long for an address that has an account already."""
        if user is None:  # a new account would have cost a hash, which a stranger with a watch would miss
            make_password("")
        return super().respond_email_verification_sent(request, user)

    def format_email_subject(self, subject: str) -> str:
        """Return *subject* after the publication's title."""
        return f"[{publication.current().title}] {subject}"

    def get_from_email(self) -> str:
        """Return the sender: `MARBRE_MAIL_FROM`, else the publication's contact, else an address of the site."""
        known = publication.current()
        contact = known.contact if known.contact and "@" in known.contact else None
        return settings.DEFAULT_FROM_EMAIL or contact or formataddr((known.title, f"no-reply@{known.site}"))

    def generate_login_code(self) -> str:
        """Return the hash of a new code. allauth keeps that in the session; only `send_mail` knows the code."""
        code = super().generate_login_code()
        context.request.mailed_codes = {code_hash(code): code}
        return code_hash(code)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, with the code in place of its hash, and links to the service whatever host was asked."""
        links = {name: _at_service(value) for name, value in context.items() if name.endswith("_url")}
        context = {**context, **links}
        if (kept := context.get("code")) is not None:
            context = {**context, "code": _code_of(kept)}
        super().send_mail(template_prefix, email, context)


def _at_service(address: str) -> str:
    """
    Return *address* at the service's own origin.

    A stranger may ask under any host and port that the service answers to; the link is for somebody else.
    Development has several names and stays on the one in use.
    """
    if not settings.MARBRE_PRODUCTION:
        return address
    own = urlsplit(publication.current().service_origin)
    return urlunsplit(urlsplit(address)._replace(scheme=own.scheme, netloc=own.netloc))


def _code_of(kept: str) -> str:
    codes: dict[str, str] = getattr(context.request, "mailed_codes", {})
    return codes.get(kept, kept)


def _with_next(request: HttpRequest, address: str) -> str:
    destination = returning.wanted(request)
    if destination is None or destination.own:
        return address
    fragment = f"#{destination.section}" if destination.section else ""
    return f"{address}?next={quote(destination.path + fragment, safe='/')}"
