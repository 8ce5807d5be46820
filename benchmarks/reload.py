"""
From the save of a file to its new text painted in the browser: `python -m benchmarks.reload --count 1000 --edits 20`.

Marbre's `serve` and `hugo server` in turn, each with its own page open in Chromium: one edit for one, one for the
other. The page is watched from inside, by an observer that notes when the new text is there and the next frame is
about to be painted; its clock is the same as ours, for both are the machine's.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks import subjects
from benchmarks.articles import Article
from benchmarks.engines.engine import put
from benchmarks.peers import installed
from benchmarks.subjects import Subject
from benchmarks.works import chosen

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
START_LIMIT = 300.0  # seconds until the first page must be there
EDIT_LIMIT = 60.0  # seconds until an edit must be seen
PAUSE = 0.5  # seconds between two edits: nobody saves faster, and watchers wait for calm
# In every page of the tab, so that it also works when live reload loads the page anew.
WATCH = """
(() => {
  const look = () => {
    const found = document.body?.textContent.match(/Rectificatif (\\d+) du matin/);
    if (!found || window.__seen === found[1]) return;
    window.__seen = found[1];
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.__painted = [found[1], Date.now()];
    }));
  };
  new MutationObserver(look).observe(document, {childList: true, subtree: true, characterData: true});
  document.addEventListener("DOMContentLoaded", look);
  look();
})();
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """A server that runs, and the page of the edited article in a browser."""

    subject: Subject
    page: Page
    article: Article
    started: float


def main() -> int:
    arguments = _arguments()
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    peers = installed([name for name in arguments.peers.split(",") if name])
    found = [subjects.marbre(work), *(subjects.peer_subject(peer, work) for peer in peers.values())]
    for subject in found:
        subjects.prepare(subject, arguments.count, peers.get(subject.engine.name))
    with ExitStack() as stack:
        browser = stack.enter_context(_browser())
        watched = [stack.enter_context(_watched(subject, browser, arguments.count)) for subject in found]
        times = _edited(watched, arguments.edits)
    for one in watched:
        print(_line(one, times[one.subject.engine.name]))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.reload", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--peers", default="hugo")
    parser.add_argument("--work", type=Path, default=HERE / ".work")
    return parser.parse_args()


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def _watched(subject: Subject, browser: Browser, count: int) -> Iterator[Watched]:
    """Start the subject's server and open the page that will be edited."""
    port = _free_port()
    command = [part.format(port=port) for part in subject.serve]
    article = chosen(count)
    address = f"http://localhost:{port}/{subject.engine.article_page(article.head).removesuffix('index.html')}"
    began = time.monotonic()
    with (subject.root.parent / f"{subject.root.name}-serve.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=subject.root, env=subjects.environment(subject.root.parent), stdout=log, stderr=log
        )
        try:
            _wait_for(address, process)
            started = time.monotonic() - began
            page = browser.new_page()
            page.add_init_script(WATCH)
            page.goto(address)
            yield Watched(subject, page, article, started)
            page.close()
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_LIMIT
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"the server for {address} ended with status {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"nothing at {address} after {START_LIMIT:.0f} s")


def _edited(watched: Sequence[Watched], edits: int) -> dict[str, list[float]]:
    """Return for each engine the seconds from each save to its paint; the first edit warms up and does not count."""
    times: dict[str, list[float]] = {one.subject.engine.name: [] for one in watched}
    for number in range(edits + 1):
        for one in watched:
            time.sleep(PAUSE)
            spent = _edit(one, number)
            if number:
                times[one.subject.engine.name].append(spent)
                print(f"{one.subject.engine.name}: {spent * 1000:.0f} ms", file=sys.stderr)
    return times


def _edit(one: Watched, number: int) -> float:
    article = replace(one.article, body=f"Rectificatif {number} du matin.\n\n{one.article.body}")
    put(one.subject.root, *one.subject.engine.article(article))
    saved = time.time()
    return _painted(one.page, str(number)) - saved


def _painted(page: Page, number: str) -> float:
    """Return when the edit of that number was painted, in seconds since the epoch."""
    until = time.monotonic() + EDIT_LIMIT
    while time.monotonic() < until:
        # No `wait_for_function`: it evaluates strings inside the page, which a strict policy forbids.
        try:
            seen = page.evaluate("window.__painted")
        except Error:  # the page is being loaded anew
            seen = None
        if seen and seen[0] == number:
            return float(seen[1]) / 1000
        time.sleep(0.01)
    raise SystemExit(f"edit {number} was not seen at {page.url} after {EDIT_LIMIT:.0f} s")


def _line(one: Watched, times: Sequence[float]) -> str:
    ordered = sorted(times)
    middle, late = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    name = f"{one.subject.engine.name} {one.subject.version}"
    facts = f"p50 {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms of {len(ordered)} edits"
    return f"{name}: save to paint {facts}; first page after {one.started:.1f} s; {os.getloadavg()[0]:.1f} load"


if __name__ == "__main__":
    sys.exit(main())
