"""`/language?to=zh`: keep the chosen language in this browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aftersales.locale import LANGUAGES
from aftersales.outside.cookies import keep, refused
from aftersales.ui.text import LANGUAGE_COOKIE


def keep_language(request: Request) -> Response:
    language = request.query_params.get("to")
    if language not in LANGUAGES:
        return refused("to must be zh or en")
    return keep(request, LANGUAGE_COOKIE, language)


LANGUAGE_ROUTE = Route("/language", keep_language)
