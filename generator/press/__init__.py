"""What is published, and only that: sealed bodies and cards in, output files out. Never imports desk."""
