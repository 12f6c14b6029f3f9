"""Cookies that hold a choice of this browser, set by plain routes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

A_YEAR_SECONDS = 365 * 24 * 3600


def own_address(address: str | None) -> str | None:
    """`address` if it is a path on this server, else None: nobody is sent elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    return None if any(ord(sign) < 32 for sign in address) else address


def keep(request: Request, name: str, value: str) -> Response:
    """Set the cookie, then go to `?next=`; without one answer nothing (an invisible picture asked)."""
    target = own_address(request.query_params.get("next"))
    answer = RedirectResponse(target, status_code=303) if target else Response(status_code=204)
    answer.headers["Cache-Control"] = "no-store"
    answer.set_cookie(
        name,
        value,
        max_age=A_YEAR_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def refused(reason: str) -> Response:
    return Response(reason, status_code=400, media_type="text/plain")
