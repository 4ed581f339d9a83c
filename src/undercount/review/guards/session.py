"""Who has the address from the terminal may look and decide; nobody else on this machine.

The address carries a token behind the "#": that part of an address is never sent to a server, so
it stands in no log and no Referer. The page at /enter reads it, takes it out of the address and
gives it back by POST, once; the browser then holds a cookie that no script can read and that no
other site's page can use.

Source: OWASP, "Session Management Cheat Sheet" (128 bits and more, HttpOnly, SameSite); RFC 6265,
section 8.5 (cookies know no port: hence its name); "Cookies: HTTP State Management Mechanism"
(draft-ietf-httpbis-rfc6265bis), SameSite=Strict; RFC 3986, section 3.5 (fragments stay with the
user agent); the way of a token in an address is Jupyter Server's, there without the "#".
"""

from __future__ import annotations

import secrets

from starlette.types import ASGIApp, Receive, Scope, Send

from undercount.review.guards.refusal import refuse


class Session:
    """One token, good once, and the one cookie it was exchanged for.

    Args:
        port: the server's port.

    Attributes:
        token: for the address; 256 bits.
        cookie: the cookie's name.
    """

    def __init__(self, port: int) -> None:
        self.token = secrets.token_urlsafe(32)
        self.cookie = f"undercount-{port}"
        self._used = False
        self._value = secrets.token_urlsafe(32)

    def exchange(self, token: str) -> str | None:
        """The header that sets the cookie, for the token's first use; else None."""
        same = secrets.compare_digest(token.encode(errors="replace"), self.token.encode())
        if self._used or not same:
            return None
        self._used = True
        return f"{self.cookie}={self._value}; Path=/; HttpOnly; SameSite=Strict"

    def holds(self, scope: Scope) -> bool:
        """Whether a request carries the cookie; before the token's use nobody can."""
        values = [
            value
            for name, header in scope["headers"]
            if name == b"cookie"
            for value in _values(header.decode("latin-1"), self.cookie)
        ]
        # Two of one name: one of them was set by somebody else. Neither is believed.
        if not self._used or len(values) != 1:
            return False
        return secrets.compare_digest(values[0].encode(), self._value.encode())


def _values(header: str, name: str) -> list[str]:
    """What a Cookie header gives for a name; a header may hold several."""
    parts = [part.strip().partition("=") for part in header.split(";")]
    return [value for key, _, value in parts if key == name]


class SessionGuard:
    """Refuses with 401 whoever has no cookie; the entrance needs none.

    Args:
        app: what comes next.
        session: whose cookie it is.
        entrance: the paths that lead in.
    """

    def __init__(self, app: ASGIApp, session: Session, entrance: frozenset[str]) -> None:
        self._app = app
        self._session = session
        self._entrance = entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        if scope["path"] not in self._entrance and not self._session.holds(scope):
            hint = "Open the address that undercount review printed; it works once"
            await refuse(scope, receive, send, 401, "nobody has entered from this browser", hint)
            return
        await self._app(scope, receive, send)
