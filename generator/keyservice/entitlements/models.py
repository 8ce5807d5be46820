"""Entitlements as the database keeps them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from generator.keyservice.entitlements.rules import Span


class Entitlement(models.Model):
    """A reader's right to a tier or an article over a span of time."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="entitlements")
    grant = models.CharField(max_length=263)  # "article:" and an id of 255
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)  # exclusive; empty means without end
    source = models.CharField(max_length=64, default="manual")  # who gave it: support, a payment, a gift
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reader", "grant", "source"], name="one_span_a_source")
        ]

    def __str__(self) -> str:
        return f"{self.grant} ({self.source})"

    def span(self) -> Span:
        """Return the value that the rules work on."""
        return Span(self.grant, self.starts, self.ends)
