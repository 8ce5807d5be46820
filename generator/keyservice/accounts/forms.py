"""allauth's forms, with what password managers and readers need."""

from typing import Any, Final

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from generator.keyservice.accounts.adapter import code_hash

LONGEST_PASSWORD: Final = 1024  # bytes; more is no password but an attempt to keep the hasher busy
PASSWORD_HINT: Final = _("At least 15 characters: four words in a row are easy to remember.")


def check_length(password: str) -> None:
    """Raise ValidationError for a password that is too long to hash."""
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST_PASSWORD:
        raise ValidationError(_("This password is longer than 1,024 bytes."), code="password-too-long")


class NotTooLong:
    """One of Django's password validators: for sign-up, change and reset, on pages and in the headless API."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's signature
        """Raise ValidationError for a *password* that is too long to hash."""
        check_length(password)

    def get_help_text(self) -> str:
        """Return nothing: nobody types so much by hand."""
        return ""


def _is_username(field: forms.Field) -> None:
    field.label = _("E-mail address")
    field.widget.attrs.update({"autocomplete": "username", "inputmode": "email"})


class LoginForm(allauth_forms.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _is_username(self.fields["login"])
        self.fields["password"].validators.append(check_length)
        self.fields["password"].help_text = ""  # the page links to the reset


class SignupForm(allauth_forms.SignupForm):
    """E-mail, password, and a name for who wants to give one."""

    field_order = ("email", "password1", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _is_username(self.fields["email"])
        self.fields["password1"].help_text = PASSWORD_HINT


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """The e-mail to which a code goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _is_username(self.fields["email"])


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """The e-mail to which the link for a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _is_username(self.fields["email"])


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code from the mail, compared by its hash."""

    def clean_code(self) -> str:
        """Return the code. Raises ValidationError if it is another."""
        code: str = self.cleaned_data["code"]
        # A digest of 256 bits under a secret key: what an early mismatch tells is of no use.
        if not self.expected_code or code_hash(code) != self.expected_code:
            raise get_adapter().validation_error("incorrect_code")
        return code


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""  # the page links to the reset
        self.fields["password1"].help_text = PASSWORD_HINT


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """A first password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HINT


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    """A new password, twice, from the link in the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HINT
