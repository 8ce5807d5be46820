"""What an open page hears: the state of the preview, each time it changes, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from generator.preview.board import Board, message
from generator.preview.files import ALWAYS

HEARTBEAT = 15.0  # seconds: a page that has gone is noticed when it is written to
RETRY = 500  # milliseconds after which a page tries again


def event_stream(board: Board, request: Request) -> StreamingResponse:
    """Return the stream for a page that says in which run and epoch it was served."""
    since = _number(request.query_params.get("epoch", ""))
    if request.query_params.get("run") != board.run:
        since = None
    headers = {**ALWAYS, "x-accel-buffering": "no"}
    return StreamingResponse(_stream(board, since), headers=headers, media_type="text/event-stream")


async def _stream(board: Board, since: int | None) -> AsyncIterator[str]:
    """Yield the present state, then each later one; states that came and went meanwhile are left out."""
    yield f"retry: {RETRY}\n\n"
    version = -1
    while True:
        try:
            shown = await asyncio.wait_for(board.beyond(version), HEARTBEAT)
        except TimeoutError:
            yield ": still here\n\n"
            continue
        if shown is None:
            return
        yield f"data: {json.dumps(message(board, shown, since), ensure_ascii=False)}\n\n"
        version = shown.version
        if shown.good is not None:
            since = shown.epoch


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
