"""What the front door is made of: the plain routes beside the pages, and what runs beside both."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from aftersales.outside.headers import SafeHeaders
from aftersales.outside.health import HEALTH_ROUTE
from aftersales.outside.language_route import LANGUAGE_ROUTE
from aftersales.outside.lifespan import lifespan
from aftersales.outside.session_route import SESSION_ROUTES
from aftersales.outside.survey_page import SURVEY_ROUTES
from aftersales.outside.today_route import TODAY_ROUTE
from aftersales.outside.who_route import WHO_ROUTE
from aftersales.ui.trouble import show_trouble

# A page of the same address would be hidden by a route: `tests/outside/test_app.py` watches that.
ROUTES: tuple[BaseRoute, ...] = (HEALTH_ROUTE, LANGUAGE_ROUTE, TODAY_ROUTE, WHO_ROUTE, *SESSION_ROUTES, *SURVEY_ROUTES)
MIDDLEWARE: tuple[Middleware, ...] = (Middleware(SafeHeaders),)

__all__ = ["MIDDLEWARE", "ROUTES", "lifespan", "show_trouble"]
