"""The pages and the files that they load."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from undercount.visible import visible

PAGES: Final = {
    "/": "home",
    "/figures": "figures",
    "/links": "links",
    "/tracing": "tracing",
    "/agreement": "agreement",
}
"""Address and template of each page behind the entrance."""
ENTRANCE: Final = frozenset({"/enter", "/static/enter.js", "/static/review.css"})
"""What is shown to somebody who has not entered yet; none of it tells anything of the project."""
_KINDS: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def page_routes(facts: Mapping[str, Any]) -> list[Route]:
    """Every page, with what the templates may show: `facts` are words fixed at the start."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("undercount.review"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def page(path: str, name: str) -> Route:
        async def show(request: Request) -> Response:
            # A page tells where it is; what is in it comes by the queue's own routes.
            return HTMLResponse(environment.get_template(f"{name}.html").render(facts, here=name))

        return Route(path, show, methods=["GET"])

    async def enter(request: Request) -> Response:
        return HTMLResponse(environment.get_template("enter.html").render())

    return [
        *(page(path, name) for path, name in PAGES.items()),
        Route("/enter", enter, methods=["GET"]),
        *_static_routes(),
    ]


def _static_routes() -> list[Route]:
    """One route for each file there is: no name from outside ever becomes a path."""

    def route(name: str, body: bytes, kind: str) -> Route:
        async def give(request: Request) -> Response:
            return Response(body, media_type=kind)

        return Route(f"/static/{name}", give, methods=["GET"])

    return [
        route(file.name, file.read_bytes(), _KINDS[file.name[file.name.rindex(".") :]])
        for file in files("undercount.review").joinpath("static").iterdir()
        if file.name.endswith(tuple(_KINDS))
    ]


def _shown(value: object) -> object:
    """Words with what would act unseen written out; markup of our own stays."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
