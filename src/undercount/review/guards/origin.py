"""Only this server's own pages may change anything, and only they may read its answers.

The cookie is no proof: it knows no port, so that a page of another program on 127.0.0.1 would
send it along. The browser itself says where a request comes from.

Source: W3C, "Fetch Metadata Request Headers" (Sec-Fetch-Site; other ports are "same-site", not
"same-origin"); OWASP, "Cross-Site Request Forgery Prevention Cheat Sheet", sections on fetch
metadata and on verifying the origin with standard headers; RFC 6454, section 7 (Origin).
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from undercount.review.guards.refusal import refuse

_SAFE = frozenset({"GET", "HEAD"})


class OriginGuard:
    """Refuses with 403 what another page sends.

    Whatever may change something must come with Sec-Fetch-Site: same-origin, or with an Origin
    that is ours, and with neither of them saying otherwise. A client that sends neither is no
    browser with our page in it. A GET may come from outside only as a person's own step to a page
    (a link, an address typed), never as part of another page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        headers = scope["headers"]
        sites = [value for name, value in headers if name == b"sec-fetch-site"]
        if scope["method"] in _SAFE:
            modes = [value for name, value in headers if name == b"sec-fetch-mode"]
            foreign = any(site not in (b"same-origin", b"none") for site in sites)
            if foreign and modes != [b"navigate"]:
                await refuse(scope, receive, send, 403, "another page asked for this")
                return
        else:
            # The host guard has seen that there is one Host, and that it is ours.
            (host,) = (value.lower() for name, value in headers if name == b"host")
            origins = [value.lower() for name, value in headers if name == b"origin"]
            same = all(site == b"same-origin" for site in sites)
            ours = all(origin == b"http://" + host for origin in origins)
            if not (sites or origins) or not same or not ours:
                await refuse(scope, receive, send, 403, "another page, or none, has sent this")
                return
        await self._app(scope, receive, send)
