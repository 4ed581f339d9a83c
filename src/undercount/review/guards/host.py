"""Only requests that name this server as 127.0.0.1 or localhost, with its own port.

A page of anywhere can let its own name point to 127.0.0.1 (DNS rebinding); the browser then takes
this server for that page's own. What it cannot change is the Host header, which keeps that name.

Source: C. Jackson, A. Barth, A. Bortz, W. Shao, D. Boneh, "Protecting browsers from DNS rebinding
attacks", ACM CCS 2007, section 5.1 (check the Host header); RFC 9110, section 7.2 (Host), and
RFC 9112, section 3.2 (none or more than one: 400).
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from undercount.review.guards.refusal import refuse


class HostGuard:
    """Refuses every other name with 400.

    Args:
        app: what comes next.
        port: the server's port.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        # The names are compared whole: "127.1", "[::1]" or "localhost." are other names.
        self._names = frozenset(f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        hosts = [value.lower() for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self._names:
            hint = "Open the address that undercount review printed"
            await refuse(scope, receive, send, 400, "this server goes by another name", hint)
            return
        await self._app(scope, receive, send)
