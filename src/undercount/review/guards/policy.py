"""What a browser is told that it may do with anything this server sends.

A word of a document that became markup could still run nothing, load nothing, send nothing and
stand in no frame of another page.

Source: W3C, "Content Security Policy Level 3"; W3C, "Trusted Types" (no text becomes markup or
script); OWASP, "HTTP Security Response Headers Cheat Sheet"; Fetch Standard,
"Cross-Origin-Resource-Policy"; HTML Standard, "Cross-Origin-Opener-Policy"; RFC 9111, section
5.2.2.5 (no-store: what is read here stays out of the browser's cache on disk).
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
# The project's report was made from documents. It is shown as a stranger: it can run nothing and
# has no part in this server's origin. Its own policy, in the page, still holds beside this one
# and allows its one style sheet, by hash.
REPORT_POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}


class PolicyGuard:
    """Puts the policy on every answer, refusals too; one that a page brings itself is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; what comes back gets the policy."""

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers.update(_HEADERS)
            await send(message)

        await self._app(scope, receive, with_policy)
