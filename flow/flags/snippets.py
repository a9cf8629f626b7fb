"""How code asks for a flag, by language. The tests run these very texts."""

SNIPPETS = [
    (
        "Python",
        """from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

headers = {"Authorization": "Bearer TOKEN"}
api.set_provider(OFREPProvider("%(url)s", headers_factory=lambda: headers))
who = EvaluationContext(targeting_key="user-1")
if api.get_client().get_boolean_value("%(flag)s", False, who):
    ...""",
    ),
    (
        "JavaScript",
        """import { OpenFeature } from "@openfeature/server-sdk";
import { OFREPProvider } from "@openfeature/ofrep-provider";

await OpenFeature.setProviderAndWait(new OFREPProvider({
  baseUrl: "%(url)s",
  headers: [["Authorization", "Bearer TOKEN"]],
}));
const who = { targetingKey: "user-1" };
if (await OpenFeature.getClient().getBooleanValue("%(flag)s", false, who)) { /* … */ }""",
    ),
    (
        "Browser",
        """import { OpenFeature } from "@openfeature/web-sdk";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";

await OpenFeature.setContext({ targetingKey: "user-1" });
await OpenFeature.setProviderAndWait(new OFREPWebProvider({
  baseUrl: "%(url)s",
  headers: [["Authorization", "Bearer PUBLIC TOKEN"]],
  pollInterval: 30000, // asked where the stream of changes does not get through
}));
if (OpenFeature.getClient().getBooleanValue("%(flag)s", false)) { /* … */ }""",
    ),
    (
        "curl",
        """curl -X POST %(url)s/ofrep/v1/evaluate/flags/%(flag)s \\
  -H "Authorization: Bearer TOKEN" -H "Content-Type: application/json" \\
  -d '{"context": {"targetingKey": "user-1"}}'""",
    ),
    (
        "A test of both states",
        """import pytest
from openfeature import api
from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider

@pytest.mark.parametrize("state", ["on", "off"])
def test_both_states(state):
    flag = InMemoryFlag(state, {"on": True, "off": False})
    api.set_provider(InMemoryProvider({"%(flag)s": flag}))
    ...""",
    ),
]
