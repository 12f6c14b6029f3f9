"""What every answer tells the browser: what it may run, load and embed. And files only for who is signed in."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aftersales.outside.session_route import is_signed_in
from aftersales.queries.accounts import is_open_demo
from aftersales.ui import inner_links, keyboard, toolbar_words
from aftersales.ui.page import page_store
from aftersales.ui.sidebar import PRODUCT_ICON

MEDIA = "/media/"


@lru_cache(maxsize=1)
def content_policy() -> str:
    """Only this server's own scripts; inline only that of Streamlit's start page and our three in `ui/`, by hash.

    `unsafe-eval` is for the charts: Vega makes functions of a chart's expressions, which only our
    code writes. `blob:` is how Streamlit loads a component such as the pad for signatures. Styles
    stand inline all over Streamlit.
    """
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    ours = [keyboard.SCRIPT, toolbar_words.SCRIPT, inner_links.SCRIPT]
    inline = [*re.findall(r"<script>(.*?)</script>", page, re.DOTALL), *ours]
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline]
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'unsafe-eval'", "blob:", *hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "media-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "frame-src": ["'self'", "blob:"],
        "frame-ancestors": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _fixed_headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": content_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


class SafeHeaders:
    """Adds the headers; a route that sets one of its own (the survey) keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_secure, is_file = scope.get("scheme") == "https", scope["path"].startswith(MEDIA)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _fixed_headers().items():
                    headers.setdefault(name, value)
                if is_secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                if is_file:
                    headers["Cache-Control"] = "private, no-store"
            await send(message)

        if is_file and not await run_in_threadpool(may_fetch_files, Request(scope)):
            await self._send_icon_or_refuse(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)

    async def _send_icon_or_refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The product's own icon lies among the files and is for everybody; its address is Streamlit's affair."""
        icon, body = Path(PRODUCT_ICON).read_bytes(), bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.body" and len(body) <= len(icon):
                body.extend(message.get("body", b""))

        plain = [(name, value) for name, value in scope["headers"] if name not in (b"accept-encoding", b"range")]
        await self.app({**scope, "headers": plain}, receive, collect)
        answer = (
            Response(icon, media_type="image/png")
            if body == icon
            else PlainTextResponse("Please sign in", status_code=403)
        )
        await answer(scope, receive, send)


def may_fetch_files(request: Request) -> bool:
    """Photos, sheets and exports lie under addresses that nobody guesses; and still only who is signed in gets them."""
    if is_signed_in(request):
        return True
    with page_store().reading() as session:
        return is_open_demo(session)
