"""
One error for everything that the format can refuse.

It carries an error word of format.md section 11.2; callers tell cases apart by the word, never by the text.
"""

WORDS = frozenset(
    {
        "unsupported",
        "unreachable",
        "not-sealed",
        "bad-version",
        "bad-header",
        "header-mismatch",
        "wrong-key",
        "damaged",
        "bad-message",
        "login",
        "no-entitlement",
        "not-yet",
        "rate",
        "withdrawn",
        "kid-retired",
        "foreign-site",
        "bad-request",
        "bad-keyset",
        "too-large",
    }
)


class SealError(Exception):
    """
    Something that is not as format.md says, told by the error word of the first check that fails.

    Attributes:
        word: One of `WORDS`.
        detail: What was found, for the operator. Never key bytes, never sealed text.
    """

    def __init__(self, word: str, detail: str = "") -> None:
        # Every argument goes to `args`: a worker process pickles the error back to us.
        super().__init__(word, detail)
        self.word = word
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.word}: {self.detail}" if self.detail else self.word
