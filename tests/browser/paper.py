"""
A page with sealed sections and the key service behind it, as one reader's browser meets them.

The service decides with the real `generator.paywall.decision`; only its accounts are made up.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event

from generator.paywall.decision import DenyList, Reader, answer, decide, parse_request
from generator.paywall.keys import Keyset, export_keyset, new_keyset, parse_service_keyset
from generator.paywall.sealing import SealedAsset, SealedFile, seal_asset, seal_section
from tests.browser.loopback import Reply, Request, Server

POLICY = (
    "default-src 'self'; require-trusted-types-for 'script'; trusted-types marbre; img-src 'self' blob: data:; "
    "media-src 'self' blob:; object-src 'none'; base-uri 'none'"
)

STRINGS = {
    "opened": "L’article est ouvert.",
    "slow": "Le service met du temps à répondre.",
    "unreachable": "L’article n’a pas pu être chargé.",
    "damaged": "Le fichier est arrivé abîmé.",
    "unsupported": "Votre navigateur est trop ancien.",
    "bad-message": "Cet article a été mal préparé.",
    "stale": "Cette page n’est plus à jour.",
    "login": "Votre session est terminée.",
    "no-entitlement": "Votre compte ne donne pas accès à cet article.",
    "lapsed": "Votre abonnement a pris fin le {date}.",
    "not-yet": "À lire à partir du {date}.",
    "rate": "Réessayez dans une heure.",
    "withdrawn": "Cet article n’est plus proposé.",
    "sealed-failed": "Le document n’a pas pu être ouvert.",
    "retry": "Réessayer",
    "reload": "Recharger la page",
}

SUBSCRIBER = Reader(authenticated=True, grants=frozenset({"tier:abonnes"}))

# Runs before the page's own scripts and only watches.
WATCH = """
window.seen = {events: [], said: [], violations: [], shift: 0};
for (const name of ["paywall:open", "paywall:failed", "paywall:lock"]) {
  document.addEventListener(name, ({target, detail}) => seen.events.push(
    [name, target.id, detail?.root ? detail.root === target : (detail?.reason ?? null)]));
}
document.addEventListener("securitypolicyviolation", ({violatedDirective}) => seen.violations.push(violatedDirective));
new PerformanceObserver((list) => list.getEntries().forEach(({value}) => { seen.shift += value; }))
  .observe({type: "layout-shift", buffered: true});
document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const said = document.querySelector("[data-paywall-status]")?.textContent;
  if (said && said !== seen.said.at(-1)) seen.said.push(said);
}).observe(document.body, {childList: true, subtree: true, characterData: true}));
"""

STYLE = b"""
paywalled-section { display: block }
img { display: block }
[data-account] { block-size: 6rem }
[data-paywall-notice] { color: #900 }
"""

HTML = "<h2 id='s1-h2'>La suite</h2><p>Le budget de la sécurité est trop court.</p>" + "<p>Et encore.</p>" * 40


@dataclass(slots=True)
class Paper:
    """
    A site of one page, `/article/`, and its key service at `/acces/`.

    Attributes:
        reader: Who the service takes the browser for.
        until: What `GET session` says of the end of the subscription.
        refuse: A word with which the service refuses every header, instead of deciding.
        keys_reply: A reply that stands in for the service's answer to `POST keys`.
        hold: An event for which the answer to `POST keys` waits.
    """

    server: Server
    keyset: Keyset = field(
        default_factory=lambda: new_keyset("localhost", "2026a", bytes(range(32)), datetime(2026, 1, 5, tzinfo=UTC))
    )
    reader: Reader = SUBSCRIBER
    until: str | None = None
    refuse: str = ""
    keys_reply: Reply | None = None
    hold: Event | None = None

    def seal(
        self, html: str = HTML, *, section: str = "s1", assets: Sequence[SealedAsset] = (), **changes: object
    ) -> SealedFile:
        """Seal a section of the article, put its file on the server and return it."""
        fields = {"article": "articles/budget", "policy": ["tier:abonnes"], "not_before": 0} | changes
        sealed = seal_section(keyset=self.keyset, section=section, html=html, assets=assets, **fields)
        self.put(sealed.name, sealed.data)
        return sealed

    def asset(self, data: bytes, media_type: str, section: str = "s1") -> SealedAsset:
        """Seal an asset of a section, put its file on the server and return it."""
        sealed = seal_asset(
            keyset=self.keyset, article="articles/budget", section=section, data=data, media_type=media_type
        )
        self.put(sealed.name, sealed.data)
        return sealed

    def put(self, name: str, data: bytes, **reply: object) -> None:
        """Put a sealed file on the server, to be cached for ever as format.md says."""
        forever = (("Cache-Control", "public, max-age=31536000, immutable"),)
        self.server.routes[f"/sealed/{name}"] = Reply(
            data, **({"type": "application/octet-stream", "headers": forever} | reply)
        )

    def publish(self, *elements: str, above: int = 3, below: int = 60, path: str = "/article/") -> str:
        """Publish a page with these sections and return its address."""
        strings = json.dumps(STRINGS).replace("<", "\\u003c")
        body = f"""<!doctype html><html lang="fr"><meta charset="utf-8"><title>Le budget</title>
<meta name="marbre-service" content="/acces/"><link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
<script type="application/json" id="marbre-strings">{strings}</script>
<script type="module" src="/m/account.js"></script><script type="module" src="/m/paywalled-section.js"></script>
<header><div data-account><a data-account-login href="/acces/login/?next=/article/">Se connecter</a>
<div data-account-reader hidden><a data-account-name href="/acces/account/">Mon compte</a>
<form data-account-logout method="post" action="/acces/logout/"><input type="hidden" name="csrfmiddlewaretoken">
<button>Se déconnecter</button></form></div></div></header>
<article>{"<p>Une ligne que chacun peut lire.</p>" * above}
<p data-teaser-cut>Le budget de la sécurité est tr</p>
{"<p>Entre deux.</p>".join(elements)}
</article><footer id="foot">{"<p>Mentions.</p>" * below}</footer></html>"""
        self.server.routes[path] = Reply(body.encode(), headers=(("Content-Security-Policy", POLICY),))
        return self.server.origin + path

    def session(self, _: Request) -> Reply:
        """Answer `GET session`."""
        said: dict[str, object] = {"authenticated": self.reader.authenticated, "csrf": "TOKEN"}
        if self.reader.authenticated:
            said |= {"reader": {"name": "Odile Marchand"}, "grants": [], "until": self.until}
        return Reply(json.dumps(said).encode(), "application/json")

    def keys(self, request: Request) -> Reply:
        """Answer `POST keys`."""
        if self.keys_reply is not None:
            return self.keys_reply
        headers = parse_request(request.body)
        if self.refuse:
            body = {"keys": [{"refused": self.refuse}] * len(headers)}
        else:
            verdicts = decide(
                headers,
                keyset=parse_service_keyset(export_keyset(self.keyset)),
                deny=DenyList(),
                now=1_800_000_000,
                reader=self.reader,
                rate_left=1000,
            )
            body = answer(verdicts)
        return Reply(json.dumps(body).encode(), "application/json", waits_for=self.hold)


def element(sealed: SealedFile, section: str = "s1", **changes: str) -> str:
    """Return the element of a sealed section, with its wall."""
    fields = {"id": section, "header": sealed.page_header, "src": f"/sealed/{sealed.name}", "remaining": "77"} | changes
    attributes = " ".join(f'{name}="{value}"' for name, value in fields.items())
    return f'<paywalled-section {attributes}><p class="wall">Il vous reste 77 % à lire</p></paywalled-section>'


def new_paper(server: Server) -> Paper:
    """Return a site on *server*."""
    paper = Paper(server)
    server.routes |= {
        "/style.css": Reply(STYLE, "text/css"),
        "/acces/session": paper.session,
        "/acces/keys": paper.keys,
    }
    return paper
