"""What is remembered of key requests: enough to count, not enough to tell who read what."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class KeyUse(models.Model):
    """
    One different header for which an account had a key within the last hour.

    `header` is a keyed hash, different for each reader, under a secret that is not in the database.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    header = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reader", "header"], name="one_use_a_header")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="uses_by_age")]

    def __str__(self) -> str:
        return f"reader {self.reader_id} at {self.at}"
