"""The accounts of readers."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Readers, their login and their sessions."""

    name = "generator.keyservice.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect the limit of sessions, and register the checks of the whole project."""
        from allauth.account.signals import user_logged_in

        from generator.keyservice import checks  # noqa: F401 - importing registers them
        from generator.keyservice.accounts import limits

        user_logged_in.connect(limits.on_login, dispatch_uid="marbre-sessions")
