"""`/today` leads to the first page: the page that people start on has no address of its own."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route


async def to_first_page(request: Request) -> RedirectResponse:
    """Bookmarked or typed, it opens *Today* with what stands behind the address."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}")


TODAY_ROUTE = Route("/today", to_first_page)
