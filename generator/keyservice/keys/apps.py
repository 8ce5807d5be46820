"""The keys of sections, and how many of them an account may have."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """The addresses that the opener asks."""

    name = "generator.keyservice.keys"
    label = "keys"
