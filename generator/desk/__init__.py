"""Where plaintext lives: from content/ to sealed pages. Nothing that publishes may import this package."""
