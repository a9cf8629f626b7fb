/**
 * Asks whether the card that is shown has changed, and has it drawn anew.
 *
 * Over the board it asks when the board has drawn something, on a page of its own now and then. What
 * is being written is left as it is; then it is said that the rest has changed.
 */
const NOW_AND_THEN = 10000; // ms

class CardNews extends HTMLElement {
  #timer = null;
  #asking = false;

  connectedCallback() {
    this.addEventListener("htmx:before:response", this);
    document.addEventListener("board:drawn", this);
    document.addEventListener("visibilitychange", this);
    if (this.dataset.back === "card") this.#timer = setInterval(() => this.#ask(), NOW_AND_THEN);
  }

  disconnectedCallback() {
    this.removeEventListener("htmx:before:response", this);
    document.removeEventListener("board:drawn", this);
    document.removeEventListener("visibilitychange", this);
    clearInterval(this.#timer);
  }

  handleEvent(event) {
    if (event.type !== "htmx:before:response") this.#ask();
    else if (!this.#isNews(event.detail.ctx)) event.preventDefault();
  }

  /** Nothing but the card itself is drawn here: not that it is gone, not that one is signed out. */
  #isNews({ response }) {
    return response.status === 200 && !response.headers.get("HX-Redirect");
  }

  async #ask() {
    if (document.hidden || this.#asking) return;
    this.#asking = true;
    const { url, unread } = this.dataset;
    await htmx.ajax("GET", url, { source: this, target: "#sheet", swap: "outerMorph" });
    this.#asking = false;
    const writes = document.querySelector("#sheet [hx-morph-skip]");
    if (writes && this.dataset.url !== url) this.textContent = unread;
  }
}

customElements.define("card-news", CardNews);
