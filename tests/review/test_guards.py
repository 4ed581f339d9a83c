"""Who gets in, who may change something, and what every answer tells the browser."""

from __future__ import annotations

import json
import socket

import pytest

from tests.review.browser.serving import Served
from tests.review.client import Client, Kept, decision
from undercount.review.guards.policy import POLICY
from undercount.review.guards.size import MOST
from undercount.review.pages import ENTRANCE

INSIDE = (
    "/", "/figures", "/links", "/tracing", "/agreement", "/report", "/api/home", "/api/moved",
    "/api/run", "/api/figures/ids", "/api/figures/items?ids=f0", "/static/desk.js", "/nowhere",
    "/static/../app.py", "//", "/enter/", "/enter/../",
)  # fmt: skip


@pytest.mark.parametrize(
    "host",
    [
        "rebound.example", "rebound.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost",
        "localhost.:{port}", "127.0.0.1.:{port}", "127.1:{port}", "2130706433:{port}",
        "0x7f.0.0.1:{port}", "0.0.0.0:{port}", "[::1]:{port}", "[::ffff:127.0.0.1]:{port}",
        "127.0.0.1.nip.example:{port}", "localhost.example:{port}", "127.0.0.1:{port}:{port}",
        "127.0.0.1:0{port}", "user@127.0.0.1:{port}", "127.0.0.1:{port}, rebound.example", "",
    ],
)  # fmt: skip
def test_another_name_is_refused(served: Served, inside: Client, host: str) -> None:
    for path in ("/enter", "/", "/api/home"):
        assert inside.get(path, Host=host.format(port=served.port)).status == 400
    refused = inside.post("/api/figures/decisions", decision(), Host=host.format(port=served.port))
    assert refused.status == 400


def test_no_host_or_two_are_refused(served: Served) -> None:
    def raw(request: str) -> bytes:
        with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
            connection.sendall(request.encode())
            return connection.recv(4096)

    mine = f"Host: 127.0.0.1:{served.port}\r\n"
    assert b" 200 " in raw(f"GET /enter HTTP/1.1\r\n{mine}Connection: close\r\n\r\n")
    for lines in ("", mine + mine, mine + "Host: rebound.example\r\n"):
        assert b" 400 " in raw(f"GET /enter HTTP/1.1\r\n{lines}Connection: close\r\n\r\n")
    # A request as to a proxy does not reach another page by the name in its first line.
    assert b" 401 " in raw(
        f"GET http://rebound.example/ HTTP/1.1\r\n{mine}Connection: close\r\n\r\n"
    )


def test_localhost_is_the_same_server(served: Served) -> None:
    client = Client(served.port)
    name = f"localhost:{served.port}"
    client.own["Origin"] = f"http://{name}"
    token = served.address.partition("#")[2]
    entered = client.post("/enter", {"token": token}, Host=name)
    assert entered.status == 200
    client.cookie = entered.headers["set-cookie"].partition(";")[0]
    assert client.get("/api/home", Host=name.upper()).status == 200


@pytest.mark.parametrize("path", INSIDE)
def test_nothing_is_shown_without_the_cookie(served: Served, stranger: Client, path: str) -> None:
    assert stranger.get(path).status == 401
    for cookie in (f"undercount-{served.port}=", f"undercount-{served.port}=guessed", "x"):
        assert stranger.get(path, Cookie=cookie).status == 401
    assert "Aldmouth" not in stranger.get(path).body.decode()


def test_who_types_an_address_reads_words(served: Served, stranger: Client) -> None:
    page = stranger.get("/figures", Accept="text/html,*/*;q=0.8")
    assert page.status == 401
    assert page.headers["content-type"].startswith("text/html")
    assert b"Open the address that undercount review printed; it works once." in page.body
    stranger.enter(served.address)
    for path, status in (("/report", 409), ("/nowhere", 404)):
        page = stranger.get(path, Accept="text/html")
        assert page.status == status
        assert b'<a href="/">Overview</a>' in page.body
        assert stranger.get(path).headers["content-type"] == "application/json"


def test_the_entrance_tells_nothing_of_the_project(stranger: Client) -> None:
    for path in ENTRANCE:
        shown = stranger.get(path)
        assert shown.status == 200
        assert b"Aldmouth" not in shown.body
        assert b"Ann" not in shown.body


def test_a_token_works_once(served: Served, stranger: Client) -> None:
    token = served.address.partition("#")[2]
    for wrong in ("", "guessed", token[:-1], token + "x", token.swapcase(), None, 7, ["x"]):
        assert stranger.post("/enter", {"token": wrong}).status == 401
    entered = stranger.post("/enter", {"token": token})
    assert entered.status == 200
    name, *facts = entered.headers["set-cookie"].split("; ")
    assert name.startswith(f"undercount-{served.port}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} == set(facts)
    assert token not in entered.headers["set-cookie"]
    again = stranger.post("/enter", {"token": token})
    assert again.status == 401
    assert "has been used" in again.said
    # The same browser may open the address again.
    stranger.cookie = name
    assert stranger.post("/enter", {"token": token}).status == 200
    # Of two cookies of one name one is not ours.
    assert stranger.get("/api/home", Cookie=f"{name}; {name}").status == 401


def test_the_token_is_nowhere_in_an_address_a_server_sees(served: Served) -> None:
    assert served.address.startswith(f"http://127.0.0.1:{served.port}/enter#")
    assert len(served.address.partition("#")[2]) >= 43  # 256 bits in base 64


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://localhost:{port}"},
        {"Origin": "http://127.0.0.1:{port}.elsewhere.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": None, "Sec-Fetch-Site": None},
        {"Origin": None, "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": None},
        {"Origin": None, "Sec-Fetch-Site": None, "Referer": "http://127.0.0.1:{port}/figures"},
    ],
)
def test_another_page_changes_nothing(
    served: Served, inside: Client, kept: Kept, headers: dict[str, str | None]
) -> None:
    sent = {name: value and value.format(port=served.port) for name, value in headers.items()}
    for path, value in (
        ("/api/figures/decisions", decision()),
        ("/api/run", {}),
        ("/enter", {"token": served.address.partition("#")[2]}),
    ):
        assert inside.post(path, value, **sent).status == 403
    assert kept.told == {}
    assert inside.get("/api/run").json["state"] == "idle"


@pytest.mark.parametrize("missing", ["Origin", "Sec-Fetch-Site"])
def test_one_of_the_two_headers_is_enough(inside: Client, missing: str) -> None:
    assert inside.post("/api/figures/decisions", decision(), **{missing: None}).status == 200


def test_another_page_reads_nothing(inside: Client) -> None:
    for site in ("cross-site", "same-site"):
        embedded = inside.get("/api/home", Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors")
        assert embedded.status == 403
        assert inside.get("/", Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate").status == 200
    assert (
        inside.get("/api/home", Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="cors").status == 200
    )
    asked = inside.get("/api/home", Origin="https://elsewhere.example")
    assert not [name for name in asked.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/jsonp", "text/plain; application/json", "", None,
    ],
)  # fmt: skip
def test_only_json_is_read(inside: Client, kept: Kept, kind: str | None) -> None:
    assert inside.post("/api/figures/decisions", decision(), Content_Type=kind).status == 415
    assert kept.told == {}


def test_a_body_has_an_end(inside: Client, kept: Kept) -> None:
    large = decision(why="x" * MOST)
    assert inside.post("/api/figures/decisions", large).status == 413
    assert inside.post("/enter", {"token": "x" * MOST}).status == 413
    # In pieces, with no length said before.
    body = json.dumps(large).encode()
    pieces = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    answer = inside.ask(
        "POST", "/api/figures/decisions", pieces, Transfer_Encoding="chunked", Content_Length=None
    )
    assert answer.status == 413
    assert kept.told == {}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_do_nothing(inside: Client, stranger: Client, method: str) -> None:
    for path in ("/api/figures/decisions", "/enter", "/", "/api/run"):
        assert inside.ask(method, path).status == 405
        assert inside.ask(method, path, Origin=None, Sec_Fetch_Site=None).status == 403
    assert stranger.ask(method, "/api/run").status == 401


def test_a_method_is_not_overridden(inside: Client, kept: Kept) -> None:
    for name in ("X_HTTP_Method_Override", "X_Method_Override", "X_HTTP_Method"):
        for path in ("/api/figures/decisions", "/api/figures/decisions?_method=POST"):
            assert inside.get(path, **{name: "POST"}).status == 405
        answer = inside.get("/api/run?_method=POST", **{name: "POST"})
        assert answer.json["state"] == "idle"
    assert kept.told == {}


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/..%5capp.py",
        "/static/%2e%2e%2f%2e%2e%2fundercount.toml", "/static//etc/passwd", "/static/%00",
        "/static/desk.js/../../app.py", "/static/desk.js%00.css", "/static/", "/static",
        "/static/....//app.py", "/undercount.toml", "/ledger.db", "/report/../ledger.db",
        "/static/DESK.JS",
    ],
)  # fmt: skip
def test_no_path_leads_out(inside: Client, path: str) -> None:
    assert inside.get(path).status == 404


@pytest.mark.parametrize("path", ["/", "/enter", "/api/home", "/static/desk.js", "/nowhere"])
def test_every_answer_carries_the_policy(inside: Client, stranger: Client, path: str) -> None:
    for answer in (
        inside.get(path), stranger.get(path), inside.get(path, Host="rebound.example"),
        inside.post(path, {}, Origin="null"), inside.post(path, {}),
    ):  # fmt: skip
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "server" not in answer.headers


def test_what_a_proxy_would_say_is_not_believed(inside: Client) -> None:
    answer = inside.get(
        "/api/home", X_Forwarded_Host="rebound.example", X_Forwarded_For="192.0.2.1",
        Forwarded="host=rebound.example",
    )  # fmt: skip
    assert answer.status == 200
    assert b"rebound" not in answer.body
