"""What a page transfers, as the browser's network counts it: headers of answers included, compressed."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page


@dataclass(slots=True)
class Transfer:
    """
    One request.

    Attributes:
        kind: The browser's word: `Document`, `Stylesheet`, `Script`, `Image`, `Font`, …
        head: Bytes of the answer's headers.
        size: Bytes received, with headers.
    """

    url: str
    method: str
    kind: str
    head: int = 0
    size: int = 0

    @property
    def body(self) -> int:
        return self.size - self.head

    @property
    def origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(slots=True)
class Traffic:
    """The requests of a tab since it is watched."""

    by_id: dict[str, Transfer] = field(default_factory=dict)

    @property
    def all(self) -> list[Transfer]:
        """Return what went over the network; pictures inside the page (`data:`, `blob:`) did not."""
        return [one for one in self.by_id.values() if one.url.startswith("http")]

    @property
    def asked(self) -> list[Transfer]:
        """Return what the page asks for: without the questions that browsers ask before a request to another origin."""
        return [one for one in self.all if one.method != "OPTIONS"]

    @property
    def size(self) -> int:
        """Return all bytes received."""
        return sum(one.size for one in self.all)

    def body(self, *kinds: str) -> int:
        """Return the bytes of these kinds without headers: what is compressed."""
        return sum(one.body for one in self.all if one.kind in kinds)


def watch(page: Page) -> Traffic:
    """Return the tab's traffic from now on; its cache is off, as at a first visit."""
    traffic = Traffic()
    session = page.context.new_cdp_session(page)

    def begins(event: dict) -> None:
        traffic.by_id[event["requestId"]] = Transfer(
            event["request"]["url"], event["request"]["method"], event.get("type", "Other")
        )

    def answered(event: dict) -> None:
        if event["requestId"] in traffic.by_id:
            traffic.by_id[event["requestId"]].head = int(event["response"]["encodedDataLength"])

    def ends(event: dict) -> None:
        if event["requestId"] in traffic.by_id:
            traffic.by_id[event["requestId"]].size = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", begins)
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", ends)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return traffic
