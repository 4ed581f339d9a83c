"""What another page in the same browser, and the browser itself, can do with cookie and token."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Request, expect
from starlette.types import Message, Receive, Scope, Send

from tests.review.browser.canary import listening
from tests.review.browser.conftest import Reviews
from tests.review.browser.fake import FakeFigures
from undercount.review.guards.policy import PolicyGuard


@dataclass
class Seen:
    """What the server saw of a request, and what it answered."""

    method: str
    path: str
    site: str
    cookie: bool
    status: int = 0


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[Seen]:
    """Every request as it reached the server: of those it refuses a browser tells no page."""
    seen: list[Seen] = []

    class Watching(PolicyGuard):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            headers = {name.decode(): value.decode() for name, value in scope["headers"]}
            cookie = "undercount-" in headers.get("cookie", "")
            one = Seen(scope["method"], scope["path"], headers.get("sec-fetch-site", ""), cookie)
            seen.append(one)

            async def noting(message: Message) -> None:
                one.status = message.get("status", one.status)
                await send(message)

            await super().__call__(scope, receive, noting)

    monkeypatch.setattr("undercount.review.app.PolicyGuard", Watching)
    return seen


_ATTACK = """<!DOCTYPE html><iframe src="THERE/figures"></iframe>
<script src="THERE/api/home"></script><img src="THERE/report">
<script type=module>
const got = [];
const tried = (name, work) =>
  work.then((it) => got.push(name + it), () => got.push(name + "refused"));
const body = JSON.stringify({key: "k", id: "f00000", decision: "accepted"});
const decide = (settings) => fetch("THERE/api/figures/decisions",
  {method: "POST", credentials: "include", body, ...settings}).then((it) => it.status);
await tried("read ", fetch("THERE/api/home", {credentials: "include"}).then((it) => it.text()));
await tried("json ", decide({headers: {"Content-Type": "application/json"}}));
await tried("plain ", decide({mode: "no-cors", headers: {"Content-Type": "text/plain"}}));
await tried("run ", fetch("THERE/api/run",
  {method: "POST", mode: "no-cors", credentials: "include"}).then((it) => it.status));
document.title = got.join("; ");
</script>"""


def test_another_port_can_neither_read_nor_decide(reviews: Reviews, watched: list[Seen]) -> None:
    """A page of another program on this machine, in the same browser."""
    queue = FakeFigures(3)
    visit = reviews.visit(queue)
    with listening(_ATTACK.replace("THERE", visit.served.url(""))) as elsewhere:
        page = visit.context.new_page()
        page.goto(f"{elsewhere.origin}/page")
        expect(page).to_have_title("read refused; json refused; plain refused; run refused")
        for frame in page.frames[1:]:
            assert "Aldmouth" not in frame.content()
    # The cookie came along, for cookies know no port; it was refused all the same. (JSON the
    # browser asks leave for first, is given none, and sends nothing.)
    assert [
        (it.method, it.path, it.site, it.cookie, it.status)
        for it in watched
        if it.path.startswith("/api/") and it.site != "same-origin" and it.method != "OPTIONS"
    ] == [
        ("GET", "/api/home", "same-site", True, 403),
        ("GET", "/api/home", "same-site", True, 403),
        ("POST", "/api/figures/decisions", "same-site", True, 403),
        ("POST", "/api/run", "same-site", True, 403),
    ]
    assert queue.appended == []
    visit.open("/figures")
    asked = "fetch('/api/run').then((it) => it.json()).then((it) => it.state)"
    assert visit.page.evaluate(asked) == "idle"


def test_the_token_is_left_nowhere_in_the_browser(browser: Browser, reviews: Reviews) -> None:
    served = reviews.serve(FakeFigures(3))
    token = served.address.partition("#")[2]
    context = browser.new_context()
    sent: list[str] = []
    referred: list[str] = []

    def keep(request: Request) -> None:
        headers = request.all_headers()
        sent.append(f"{request.url} {headers}")
        referred.append(headers.get("referer", ""))

    context.on("request", keep)
    page = context.new_page()
    page.goto(served.address)
    page.wait_for_url(served.url("/"))
    page.goto(served.url("/figures"))
    page.locator("#item:not([aria-busy])").wait_for()
    # The browser's own view of the first request has the fragment; what it sends has none.
    assert [line for line in sent if token in line.replace(served.address, "")] == []
    assert set(referred) == {""}
    kept = "JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])"
    assert token not in page.evaluate(kept)
    assert page.evaluate("document.cookie") == ""
    (cookie,) = context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    # Going back leads to no address that holds it, and it would not work again.
    for _ in range(3):
        page.go_back()
        assert token not in page.url
    context.close()
    late = browser.new_context()
    page = late.new_page()
    page.goto(served.address)
    expect(page.locator("h1")).to_contain_text("This address has been used")
    expect(page.locator("#words")).to_contain_text("Start undercount review again")
    # Whoever types an address without it is told where it stands.
    page.goto(served.url("/figures"))
    expect(page.locator("h1")).to_have_text("Nobody has entered from this browser")
    page.goto(served.url("/enter"))
    expect(page.locator("#words")).to_contain_text("Open the whole address")
    late.close()
