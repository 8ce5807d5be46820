"""`python build.py` is the same program as the installed command `marbre`."""

import sys

from generator.cli import main

if __name__ == "__main__":
    sys.exit(main())
