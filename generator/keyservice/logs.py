"""Log lines without addresses: `login/?next=/article/` would tell who reads what."""

import logging
import re

_ADDRESS = re.compile(r"/[^\s'\"]*")


class WithoutAddress(logging.Filter):
    """Removes request paths from what Django logs of a request, traceback excepted."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True, after the line has lost its address."""
        if hasattr(record, "request") or record.name.startswith(("django.request", "django.security")):
            record.msg, record.args = _ADDRESS.sub("/…", record.getMessage()), ()
        return True
