"""The token for the cookie, once."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from undercount.errors import InputError
from undercount.review.answer import answer, failed, problem
from undercount.review.guards.session import Session
from undercount.review.routes import read_json_object


def entrance_route(session: Session) -> Route:
    """`POST /enter` {"token"}: 200 with the cookie; 401 for another token, or one used before."""

    async def enter(request: Request) -> Response:
        try:
            token = read_json_object(await request.body()).get("token")
        except InputError as error:
            return failed(error)
        if session.holds(request.scope):
            return answer({"entered": True})  # the same browser, by the same address again
        cookie = session.exchange(token) if isinstance(token, str) else None
        if cookie is None:
            what = "this address has been used, or is not of this server"
            hint = (
                "Start undercount review again for a new one. If nobody you know has used it, "
                "end the server that runs, and look who else works on this machine"
            )
            return problem(what, hint, 401)
        return Response(
            b'{"entered":true}', media_type="application/json", headers={"Set-Cookie": cookie}
        )

    return Route("/enter", enter, methods=["POST"])
