"""A provider of OpenID Connect on the loopback interface, who signs in at once whom the test names."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

CLIENT = "ita-dashboard"
_HOUR = 3600


@dataclass
class Provider:
    """Who is signed in next: ``email``, and whether the provider has verified it."""

    port: int
    email: str = "steward@example.go.th"
    is_verified: bool = True
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "test"}))
    nonces: dict[str, str] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def metadata_url(self) -> str:
        """Where a client finds everything else."""
        return f"{self.issuer}/.well-known/openid-configuration"

    def secrets(self, dashboard: str, *stewards: str) -> str:
        """A secrets.toml for a dashboard at that address (with its slash) and its stewards."""
        emails = ", ".join(f'"{email}"' for email in stewards)
        return f"""
[auth]
redirect_uri = "{dashboard}oauth2callback"
cookie_secret = "only-for-the-tests-of-this-project"
client_id = "{CLIENT}"
client_secret = "only-for-the-tests"
server_metadata_url = "{self.metadata_url}"

[stewards]
emails = [{emails}]
"""

    async def discovery(self, _: Request) -> JSONResponse:
        """The addresses of this provider."""
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def authorize(self, request: Request) -> RedirectResponse:
        """Send the visitor back with a code, without asking anything."""
        asked = request.query_params
        code = f"code-{len(self.nonces)}"
        self.nonces[code] = asked["nonce"]
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    async def token(self, request: Request) -> JSONResponse:
        """The signed identity for a code."""
        [code] = parse_qs((await request.body()).decode())["code"]
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.email,
            "email": self.email,
            "email_verified": self.is_verified,
            "nonce": self.nonces.pop(code),
            "iat": now,
            "exp": now + _HOUR,
        }
        identity = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self.key)
        return JSONResponse(
            {
                "access_token": code,
                "token_type": "Bearer",
                "expires_in": _HOUR,
                "id_token": identity,
            }
        )

    async def keys(self, _: Request) -> JSONResponse:
        """The public key the identities are signed with."""
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    @property
    def app(self) -> Starlette:
        """Its web server."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/jwks", self.keys),
            ]
        )


@contextmanager
def providing(port: int) -> Iterator[Provider]:
    """A provider that listens on a free port."""
    provider = Provider(port)
    settings = uvicorn.Config(provider.app, host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the provider did not start"
        time.sleep(0.05)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
