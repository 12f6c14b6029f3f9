"""`/enter?staff=7`: be that person in this browser. Only a demo company has this door."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aftersales.outside.cookies import keep, refused
from aftersales.queries.accounts import is_open_demo
from aftersales.queries.staff import find_actor
from aftersales.ui.page import page_store
from aftersales.ui.who import PERSON_COOKIE


def enter(request: Request) -> Response:
    wanted = request.query_params.get("staff", "")
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 9:
        return refused("staff must be a number")
    with page_store().reading() as session:
        if not is_open_demo(session):
            return Response("Not Found", status_code=404, media_type="text/plain")
        if find_actor(session, int(wanted)) is None:
            return refused("nobody has that number")
    return keep(request, PERSON_COOKIE, wanted)


WHO_ROUTE = Route("/enter", enter)
