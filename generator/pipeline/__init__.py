"""The stages in order; the only package that knows desk and press. Import its modules, which load only what they need."""
