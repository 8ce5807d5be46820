"""`serve`: the editors' preview. Everything heavy is imported inside the command."""
