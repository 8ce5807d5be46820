"""
The key service: a Django project that knows readers and what they may read, and gives out content keys.

It imports only `generator.paywall` of ours. What it must know of the publication the build writes to
`.marbre/service.json` (see `publication.py`).
"""
