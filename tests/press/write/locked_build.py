"""A build under the lock, as two operators start it at the same moment: `python locked_build.py ROOT`."""

import sys
from pathlib import Path

from editions import SECOND, Site

from generator.engine.lock import hold
from generator.errors import SourceError

if __name__ == "__main__":
    site = Site(Path(sys.argv[1]), Path(sys.argv[1]) / "public")
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        with hold(site.workspace):
            site.build({**SECOND, **{f"page-{number}/index.html": str(number) for number in range(100)}})
        print("built")
    except SourceError as error:
        print(error.code)
