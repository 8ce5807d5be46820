"""Body → SealedBody and Card: the last code that sees plaintext."""
