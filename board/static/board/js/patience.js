/**
 * Repeats a request that Sluice cannot answer yet (503), after the time that the answer names. The key of the
 * request stays the same, so that nothing is done twice. A message shows that the page is waiting.
 */
(() => {
  const TRIES = 10;
  const text = document.currentScript.dataset.waiting;
  let waiting = 0;

  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.request.method === "POST") ctx.request.headers["Idempotency-Key"] ??= newKey();
    ctx.fetch = fetchWithRetries;
  });

  async function fetchWithRetries(url, request) {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(url, request);
      if (answer.status !== 503 || tries === TRIES) return answer;
      await waitSeconds(Number(answer.headers.get("Retry-After")) || 2);
    }
  }

  async function waitSeconds(seconds) {
    showWaiting(++waiting);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000 * (1 + Math.random() / 4)));
    showWaiting(--waiting);
  }

  function showWaiting(requests) {
    const shown = document.querySelector("#waiting");
    if (!requests) return shown?.remove();
    if (shown) return;
    const message = document.createElement("p");
    message.id = "waiting";
    message.className = "toast toast--words";
    message.textContent = text;
    document.querySelector("#notices")?.append(message);
  }

  /** A key that marks retries of one request. Not randomUUID, which only secure contexts have. */
  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-");
  }
})();
