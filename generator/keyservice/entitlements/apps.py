"""What readers may read, and for how long."""

from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    """Entitlements, whoever gives them: support, a payment, a gift."""

    name = "generator.keyservice.entitlements"
    label = "entitlements"
