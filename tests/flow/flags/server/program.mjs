// A program with OpenFeature's client for servers: node program.mjs BASE_URL TOKEN
// It reads one question in JSON a line, and writes the details of the answer in JSON.
import { createInterface } from "node:readline";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OpenFeature } from "@openfeature/server-sdk";

const [baseUrl, token] = process.argv.slice(2);
await OpenFeature.setProviderAndWait(
  new OFREPProvider({ baseUrl, headers: [["Authorization", `Bearer ${token}`]] }),
);
const client = OpenFeature.getClient();
const ask = {
  boolean: client.getBooleanDetails,
  string: client.getStringDetails,
  number: client.getNumberDetails,
  object: client.getObjectDetails,
};
for await (const line of createInterface({ input: process.stdin })) {
  const { type, flag, otherwise, context } = JSON.parse(line);
  console.log(JSON.stringify(await ask[type].call(client, flag, otherwise, context)));
}
