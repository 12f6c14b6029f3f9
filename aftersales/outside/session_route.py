"""`/signed-in?ticket=…`: change a ticket for the session's cookie. `/signed-out`: take a dead session's cookie away."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from aftersales.clock import utc_now
from aftersales.config import idle_minutes
from aftersales.outside.cookies import refused
from aftersales.queries.sessions import find_standing
from aftersales.rules.sign_in import LONGEST_SESSION
from aftersales.services.passwords import token_hash
from aftersales.services.sessions import redeem_ticket
from aftersales.ui.page import page_store
from aftersales.ui.who import SESSION_COOKIE


def is_from_elsewhere(request: Request) -> bool:
    """Whether another site's page makes the browser ask: it could sign somebody in as somebody else."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def is_signed_in(request: Request) -> bool:
    """Whether this browser's cookie belongs to a session that stands."""
    token = request.cookies.get(SESSION_COOKIE)
    if not token:
        return False
    with page_store().reading() as session:
        found = find_standing(session, now=utc_now(), idle_minutes=idle_minutes(), token_hash=token_hash(token))
    return found is not None


def signed_in(request: Request) -> Response:
    ticket = request.query_params.get("ticket", "")
    if is_from_elsewhere(request) or not 20 < len(ticket) < 100:
        return refused("no ticket")
    with page_store().unit_of_work() as session:
        token = redeem_ticket(session, now=utc_now(), ticket=ticket)
    if token is None:
        return refused("no ticket")
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(LONGEST_SESSION.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def signed_out(request: Request) -> Response:
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    if not is_signed_in(request):
        answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer


SESSION_ROUTES: tuple[BaseRoute, ...] = (Route("/signed-in", signed_in), Route("/signed-out", signed_out))
