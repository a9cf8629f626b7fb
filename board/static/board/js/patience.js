/**
 * Sends again what Sluice could not answer right now (503), after the time that the answer names and
 * with the same key, so that nothing is done twice. The page says so meanwhile.
 */
(() => {
  const TRIES = 10;
  const words = document.currentScript.dataset.waiting;
  let waiting = 0;

  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.request.method === "POST") ctx.request.headers["Idempotency-Key"] ??= newKey();
    ctx.fetch = patiently;
  });

  async function patiently(url, request) {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(url, request);
      if (answer.status !== 503 || tries === TRIES) return answer;
      await pause(Number(answer.headers.get("Retry-After")) || 2);
    }
  }

  async function pause(seconds) {
    say(++waiting);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000 * (1 + Math.random() / 4)));
    say(--waiting);
  }

  function say(requests) {
    const said = document.querySelector("#waiting");
    if (!requests) return said?.remove();
    if (said) return;
    const message = document.createElement("p");
    message.id = "waiting";
    message.className = "toast toast--words";
    message.textContent = words;
    document.querySelector("#notices")?.append(message);
  }

  /** A key that tells a retry from a new request; secure contexts only have randomUUID. */
  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-");
  }
})();
