"""The accounts of readers."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Readers, their login and their sessions."""

    name = "generator.keyservice.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect what follows on a login and a confirmation, and register the checks of the whole project."""
        from allauth.account.signals import email_confirmed, user_logged_in

        from generator.keyservice import checks  # noqa: F401 - importing registers them
        from generator.keyservice.accounts import limits, proving

        user_logged_in.connect(limits.on_login, dispatch_uid="marbre-sessions")
        email_confirmed.connect(proving.on_email_confirmed, dispatch_uid="marbre-password")
