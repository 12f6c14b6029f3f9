"""`/healthz`: 200 when the database is up to date and loaded, else 503 with the reason."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from aftersales.ui.page import page_store

log = logging.getLogger(__name__)


def health(request: Request) -> JSONResponse:
    try:
        ready = page_store().readiness()
    except Exception as error:
        # Whatever the database says stays in the log: it may name a host or a user.
        log.warning("health check: database out of reach: %s", error)
        return answer({"status": "unavailable", "database": "out of reach"}, 503)
    body = {
        "status": "ok" if ready.is_ready else "unavailable",
        "database": "up to date" if ready.up_to_date else "to be migrated",
        "loaded": ready.loaded,
        "demo": ready.is_demo,
    }
    return answer(body, 200 if body["status"] == "ok" else 503)


def answer(body: dict[str, str | bool], status: int) -> JSONResponse:
    return JSONResponse(body, status_code=status, headers={"Cache-Control": "no-store"})


HEALTH_ROUTE = Route("/healthz", health)
