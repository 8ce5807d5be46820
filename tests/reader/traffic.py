"""What a page transfers, as the browser's network counts it: headers of answers included, compressed."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page


@dataclass(slots=True)
class Transfer:
    """One request: address, the browser's word for its kind (`Document`, `Stylesheet`, `Script`, …), bytes received."""

    url: str
    kind: str
    size: int = 0

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

    def size(self, *kinds: str) -> int:
        """Return the bytes of these kinds, or of all."""
        return sum(one.size for one in self.all if not kinds or one.kind in kinds)


def watch(page: Page) -> Traffic:
    """Return the tab's traffic from now on; its cache is off, as at a first visit."""
    traffic = Traffic()
    session = page.context.new_cdp_session(page)

    def begins(event: dict) -> None:
        traffic.by_id[event["requestId"]] = Transfer(event["request"]["url"], event.get("type", "Other"))

    def ends(event: dict) -> None:
        if event["requestId"] in traffic.by_id:
            traffic.by_id[event["requestId"]].size = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", begins)
    session.on("Network.loadingFinished", ends)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return traffic
