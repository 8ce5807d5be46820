"""The command line: arguments and exit codes. How errors and results look is in `telling`."""

from generator.cli import authoring, building, keys, service, serving
from generator.cli.program import main, run

# Importing a module adds its commands to the program.
__all__ = ["authoring", "building", "keys", "main", "run", "service", "serving"]
