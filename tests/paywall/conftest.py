"""A keyset for tests; its roots are fixed and worthless."""

from datetime import UTC, datetime

import pytest
from hypothesis import settings

from generator.paywall.keys import Keyset, new_keyset

# A machine under load is no failure of the format.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture(scope="session")
def keyset() -> Keyset:
    return new_keyset("www.example.fr", "2026a", bytes(range(32)), datetime(2026, 1, 5, 9, tzinfo=UTC))
