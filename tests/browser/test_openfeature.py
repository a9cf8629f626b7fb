"""OpenFeature's own client for browsers, unmodified, in a page of another site."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.flow.flags.conftest import make_flag, state_of
from tests.flow.flags.server.conftest import server, token_of

__all__ = ["make_flag", "server", "state_of", "token_of"]

OPENFEATURE = "/node_modules/@openfeature"
MODULES = {
    "@openfeature/core": f"{OPENFEATURE}/core/dist/esm/index.js",
    "@openfeature/web-sdk": f"{OPENFEATURE}/web-sdk/dist/esm/index.js",
    "@openfeature/ofrep-web-provider": f"{OPENFEATURE}/ofrep-web-provider/index.esm.js",
    "@openfeature/ofrep-core": (
        f"{OPENFEATURE}/ofrep-web-provider{OPENFEATURE}/ofrep-core/index.esm.js"
    ),
}
PAGE = """<!doctype html><html lang="en"><title>Shop</title>
<script type="importmap">%s</script>
<script type="module">
  import { OpenFeature, ProviderEvents } from "@openfeature/web-sdk";
  import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
  const client = OpenFeature.getClient();
  const show = () => {
    document.querySelector("output").textContent = client.getBooleanValue("new-search", false);
  };
  client.addHandler(ProviderEvents.Ready, show);
  client.addHandler(ProviderEvents.ConfigurationChanged, show);
  window.begin = async (baseUrl, token, targetingKey, pollInterval) => {
    const headers = [["Authorization", `Bearer ${token}`]];
    if (targetingKey) await OpenFeature.setContext({ targetingKey });
    const changeDetection = pollInterval ? "polling" : "sse";
    const provider = new OFREPWebProvider({ baseUrl, headers, pollInterval, changeDetection });
    await OpenFeature.setProviderAndWait(provider).catch(() => "the values that code gives");
    return client.providerStatus;
  };
  window.openfeature = OpenFeature;
  window.ask = (type, flag, otherwise) => client[`get${type}Details`](flag, otherwise);
</script>
<h1>Shop</h1><output></output></html>"""


class Shop(BaseHTTPRequestHandler):
    """The page of another site, whose scripts come from node_modules as they are."""

    def do_GET(self):
        if self.path == "/":
            kind, body = "text/html", (PAGE % json.dumps({"imports": MODULES})).encode()
        elif self.path in MODULES.values():
            kind, body = "text/javascript", (settings.BASE_DIR / self.path[1:]).read_bytes()
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def shop(page):
    with ThreadingHTTPServer(("127.0.0.1", 0), Shop) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{running.server_port}/")
        page.wait_for_function("'begin' in window")
        yield page
        running.shutdown()


@pytest.fixture
def begin(shop, server):
    """Let the page ask: `begin(token)` and the state of its client."""

    def ask(token: str, key: str | None = None, poll: int = 0) -> str:
        where = [f"http://127.0.0.1:{server.port}", token, key, poll]
        return shop.evaluate("where => begin(...where)", where)

    return ask


def details(shop, kind: str, flag: str, otherwise):
    return shop.evaluate("question => ask(...question)", [kind, flag, otherwise])


def test_an_open_page_hears_of_a_switch_by_asking_again(
    begin, shop, board, make_flag, state_of, token_of, grace
):
    state = state_of(make_flag(public=True))
    answers = []
    shop.on("response", lambda answer: answers.append(answer))
    assert begin(token_of(board, public=True), "ada", 200) == "READY"
    output = shop.get_by_role("status")
    expect(output).to_have_text("false")
    state = state.switch(by=grace, enabled=True, rollout=100, reason="Test")
    expect(output).to_have_text("true")
    with shop.expect_response(lambda answer: answer.status == 304):
        pass
    state.switch(by=grace, enabled=False)
    expect(output).to_have_text("false", timeout=2_000)
    asked = [
        (answer.status, answer.request.headers.get("if-none-match"), answer.headers["etag"])
        for answer in answers
        if answer.request.method == "POST"
    ]
    assert {status for status, _known, _etag in asked} == {200, 304}
    # Its timer does not wait for an answer, so a slow one may be asked for twice: ETags are counted.
    whole = {etag for status, _known, etag in asked if status == 200}
    assert len(whole) == 3  # the first, and one for each switch
    assert all((status == 304) == (known == etag) for status, known, etag in asked)


def test_an_open_page_hears_of_a_switch_at_once_by_the_stream(
    begin, shop, board, make_flag, state_of, token_of, grace
):
    state = state_of(make_flag(public=True))
    assert begin(token_of(board, public=True), "ada") == "READY"  # it never asks by itself
    output = shop.get_by_role("status")
    expect(output).to_have_text("false")
    state = state.switch(by=grace, enabled=True, rollout=100, reason="Test")
    expect(output).to_have_text("true")
    state.switch(by=grace, enabled=False)
    expect(output).to_have_text("false", timeout=2_000)


def test_every_type_of_value_and_what_is_not_answered(
    begin, shop, board, make_flag, state_of, token_of, grace
):
    for kind, on in {"text": "blue", "count": 7, "part": 0.5, "thing": {"size": [2]}}.items():
        off = type(on)()
        state = state_of(make_flag(f"a-{kind}", public=True, variants={"on": on, "off": off}))
        state.switch(by=grace, enabled=True, rollout=100, reason="Test")
    state_of(make_flag("half", public=True)).switch(
        by=grace, enabled=True, rollout=50, reason="Test"
    )
    make_flag("off", public=True)
    make_flag("of-servers")
    assert begin("sluice_wrong") == "FATAL"
    assert details(shop, "String", "a-text", "as code says")["value"] == "as code says"
    shop.complaints.clear()  # the browser says that it was refused
    assert begin(token_of(board, public=True)) == "READY"
    assert details(shop, "String", "a-text", "")["value"] == "blue"
    assert details(shop, "Number", "a-count", 0)["value"] == 7
    assert details(shop, "Number", "a-part", 0)["value"] == 0.5
    assert details(shop, "Object", "a-thing", {})["value"] == {"size": [2]}
    assert details(shop, "Boolean", "off", True)["reason"] == "DISABLED"
    nobody = details(shop, "Boolean", "half", True)
    assert (nobody["value"], nobody["errorCode"]) == (True, "TARGETING_KEY_MISSING")
    for unknown in ("of-servers", "nothing"):
        answer = details(shop, "Boolean", unknown, True)
        assert (answer["value"], answer["errorCode"]) == (True, "FLAG_NOT_FOUND")
    shop.evaluate("openfeature.setContext({ targetingKey: 'ada' })")
    assert details(shop, "Boolean", "half", True)["reason"] == "SPLIT"
