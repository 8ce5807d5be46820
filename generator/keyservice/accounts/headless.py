"""The headless API of allauth, where ours differs: codes that are kept hashed, and what a body may hold."""

import json

from allauth.headless.account import views
from allauth.headless.internal.restkit import inputs
from django.http import HttpRequest

from generator.keyservice.accounts.forms import ConfirmLoginCodeForm
from generator.paywall.encoding import parse_json
from generator.paywall.errors import SealError

ROOT = "/_allauth/"


class ConfirmLoginCodeInput(ConfirmLoginCodeForm, inputs.Input):
    """The code from the mail, compared by its hash."""


class ConfirmLoginCodeView(views.ConfirmLoginCodeView):
    """Logs in with a mailed code."""

    input_class = ConfirmLoginCodeInput


def is_unreadable(request: HttpRequest) -> bool:
    """
    Return whether *request* has a body for the headless API that is no JSON of text and numbers.

    allauth answers 500 to what is nested too deeply, and to half a character in a password.
    """
    if not request.path_info.startswith(ROOT) or not request.body:
        return False
    try:
        json.dumps(parse_json(request.body, "bad-request"), ensure_ascii=False).encode()
    except (SealError, UnicodeEncodeError, RecursionError):
        return True
    return False
