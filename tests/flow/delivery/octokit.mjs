// Every body that GitHub gives as an example, signed as GitHub signs: one JSON object a line.
import { createRequire } from "node:module";
import { sign } from "@octokit/webhooks-methods";

const [secret] = process.argv.slice(2);
const events = createRequire(import.meta.url)("@octokit/webhooks-examples/api.github.com/index.json");
for (const { name, examples } of events) {
  for (const example of examples) {
    const body = JSON.stringify(example);
    console.log(JSON.stringify({ event: name, body, signature: await sign(secret, body) }));
  }
}
