"""A company's identity provider for tests: OpenID Connect as far as a sign-in needs it, for one person."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.screens.browser import free_port

CLIENT_ID = "aftersales"


class Provider:
    """Says of everybody who comes that they are `person`; sends them back at once."""

    def __init__(self, port: int) -> None:
        from authlib.jose import JsonWebKey

        self.address = f"http://127.0.0.1:{port}"
        self.person: dict[str, Any] = {}
        self.asked = 0
        self._key = JsonWebKey.generate_key("RSA", 2048, is_private=True, options={"kid": "one"})
        self._nonces: dict[str, str] = {}

    def configuration(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    def authorize(self, request: Request) -> Response:
        self.asked += 1
        code = f"code{self.asked}"
        self._nonces[code] = request.query_params.get("nonce", "")
        back = request.query_params["redirect_uri"]
        return RedirectResponse(f"{back}?code={code}&state={request.query_params['state']}", status_code=303)

    async def token(self, request: Request) -> Response:
        from authlib.jose import jwt

        form = await request.form()
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT_ID, "iat": now, "exp": now + 600,
            "nonce": self._nonces.pop(str(form["code"])), **self.person,
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._key).decode()
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def keys(self, request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(is_private=False)]})


@contextmanager
def running_provider() -> Iterator[Provider]:
    port = free_port()
    provider = Provider(port)
    routes = [
        Route("/.well-known/openid-configuration", provider.configuration),
        Route("/authorize", provider.authorize),
        Route("/token", provider.token, methods=["POST"]),
        Route("/keys", provider.keys),
    ]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield provider
    server.should_exit = True
    thread.join(10)
