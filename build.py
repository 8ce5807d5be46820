"""`python build.py` is the same program as the installed command `marbre`."""

from generator.cli import run

if __name__ == "__main__":
    run()
