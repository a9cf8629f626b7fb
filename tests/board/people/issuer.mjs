// A real OpenID Connect issuer for the tests: node issuer.mjs PORT REDIRECT_URI
// Whoever is typed at its sign-in is let in. The address is proved, unless it begins with "unproved".
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "sluice", client_secret: "a secret of the tests", redirect_uris: [redirectUri], token_endpoint_auth_method: "client_secret_post" }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["a key of the tests"] },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unproved"), name: `Person ${id}` }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
