"""Whose password it is, when somebody signed up with an address that is not his."""

from typing import Final

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

# The addresses at which a mailed code logs in, of the pages and of the headless API.
CODE_ADDRESSES: Final = frozenset({"account_confirm_login_code", "confirm_login_code"})


def on_email_confirmed(request: HttpRequest, email_address: EmailAddress, **_more: object) -> None:
    """
    Remove the password if a mailed code, and not the link of the sign-up, has confirmed the address.

    Whoever has the code has the mailbox. Who chose the password is unknown: a stranger may have signed up with
    another's address and waited for the owner to come. A change of password ends his sessions too.
    """
    match = request.resolver_match
    reader = email_address.user
    if match is None or match.url_name not in CODE_ADDRESSES or not reader.has_usable_password():
        return
    reader.set_unusable_password()
    reader.save(update_fields=["password"])
    text = _("Your address had not been confirmed yet, so the password of the sign-up has been removed.")
    messages.info(request, text)
