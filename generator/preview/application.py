"""The preview as an ASGI application: the guard first, then its own addresses, the key service, the output."""

from asyncio import Event
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from generator.preview import framing, target
from generator.preview.board import Board
from generator.preview.events import event_stream
from generator.preview.files import file_answer, own_file, page_answer
from generator.preview.guard import COOKIE, READS, Guard
from generator.preview.hostrules import HostRules, read_rules
from generator.preview.searching import FOLDER, Searching
from generator.preview.viewing import view_as

EVENTS, VIEW_AS = f"{target.OWN}events", f"{target.OWN}view-as"


@dataclass(slots=True)
class Service:
    """
    The key service in the preview.

    Attributes:
        path: Under which pages expect it, with slashes at both ends; empty when there is none.
        application: None until it is mounted; `settled` says that it is, or never will be.
    """

    path: str = ""
    application: ASGIApp | None = None
    settled: Event = field(default_factory=Event)


class Application:
    """Answers every request of the preview."""

    def __init__(self, output: Path, board: Board, guard: Guard, service: Service, token: str) -> None:
        self._output = output
        self._board = board
        self._guard = guard
        self._service = service
        self._token = token  # of the page's own actions
        self._searching = Searching(output)
        self._rules = (-1, HostRules())  # with the epoch in which they were read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        raw = scope["raw_path"].decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        cookies = [request.cookies[COOKIE]] if COOKIE in request.cookies else []
        answer = self._guard.refusal(request.method, raw, query, request.headers, cookies)
        if answer is None and self._is_for_service(raw):
            await self._service.settled.wait()
            if self._service.application is not None:
                await self._service.application(scope, receive, send)
                return
        await (answer or await self._answer(request, raw))(scope, receive, send)

    def _is_for_service(self, raw: str) -> bool:
        publication = self._board.shown.publication
        path = publication.service if publication else ""
        return bool(path) and f"{raw}/".startswith(path)

    async def _answer(self, request: Request, raw: str) -> Response:
        if raw == VIEW_AS:
            await self._service.settled.wait()
            return await view_as(request, self._service.application, self._service.path, self._token)
        if request.method not in READS:
            return PlainTextResponse("only GET and HEAD\n", 405, {"Allow": "GET, HEAD"})
        if raw == EVENTS:
            return event_stream(self._board, request)
        if raw.startswith(target.OWN):
            return own_file(raw.removeprefix(target.OWN))
        shown = self._board.shown
        root = shown.publication.root if shown.publication else "/"
        if shown.good is not None and raw.startswith(f"{root}{FOLDER}/"):
            return await self._searching.answer(raw[len(root) - 1 :], shown.epoch, self._current_rules())
        return self._of_site(raw, request)

    def _of_site(self, raw: str, request: Request) -> Response:
        shown = self._board.shown
        if shown.good is None:
            return self._without_build()
        parts = target.segments(raw)
        root = shown.publication.root if shown.publication else "/"
        if parts is None:
            return self._not_found(raw)
        if root != "/":
            if not raw.startswith(root):
                return RedirectResponse(root, 302) if raw == "/" else self._not_found(raw)
            parts = parts[root.count("/") - 1 :]
        rules = self._current_rules()
        path = "/" + "/".join(parts)
        if moved := rules.moved.get(raw):
            return RedirectResponse(moved, 302, {"Cache-Control": "no-store"})
        file = target.find(self._output, parts)
        if file is None and target.is_folder(self._output, parts):
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{raw}/{query}", 302, {"Cache-Control": "no-store"})
        if file is None:
            return self._not_found(raw)
        return self._page(file, raw) if file.suffix == ".html" else file_answer(file, path, rules)

    def _page(self, file: Path, path: str, status: int = 200) -> Response:
        shown = self._board.shown  # before reading, so that a page is never older than it says
        try:
            page = file.read_bytes()
        except OSError:  # a build has just removed it
            return PlainTextResponse("not found\n", 404, {"Cache-Control": "no-store"})
        # A fragment is put into a page, which has the script already.
        whole = b"<html" in page[:200].lower()
        tag = framing.script_tag(self._board, shown, self._token, file=file.relative_to(self._output).as_posix())
        page = framing.with_script(page, tag) if whole else page
        return page_answer(page, path, self._current_rules(), shown.epoch, status)

    def _not_found(self, path: str) -> Response:
        file = target.find(self._output, ("404.html",))
        if file is None:
            return PlainTextResponse("not found\n", 404, {"Cache-Control": "no-store"})
        return self._page(file, path, 404)

    def _without_build(self) -> Response:
        shown = self._board.shown
        tag = framing.script_tag(self._board, shown, self._token, lost=True)
        page = framing.error_page(shown.errors, tag) if shown.errors else framing.building_page(tag)
        return page_answer(page, "", HostRules(), 0, 500 if shown.errors else 503)

    def _current_rules(self) -> HostRules:
        epoch = self._board.shown.epoch
        if self._rules[0] != epoch:
            self._rules = (epoch, read_rules(self._output))
        return self._rules[1]
