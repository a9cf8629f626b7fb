/**
 * Opens the page of a link with `data-asks` in a dialog: the menu of a card.
 *
 * The arrow keys move the focus over its buttons, a letter to the next column whose name starts with it. A
 * digit presses a button. After the answer the dialog closes, and the focus goes to the card, wherever it is.
 */
class AskDialog extends HTMLElement {
  #number = null;

  connectedCallback() {
    document.addEventListener("click", this);
    document.addEventListener("card:ask", this);
    for (const name of EVENTS) this.addEventListener(name, this, true);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
    document.removeEventListener("card:ask", this);
    for (const name of EVENTS) this.removeEventListener(name, this, true);
  }

  handleEvent(event) {
    if (event.type === "click") this.#clicked(event);
    else if (event.type === "card:ask") this.#open(event.target.href, event.detail.first);
    else if (event.type === "key:press") this.#pressed(event);
    else if (event.type === "close") this.#closed();
    else if (event.detail.ctx) this.#answered(event.detail.ctx);
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  #clicked(event) {
    if (event.target === this.#dialog) return this.#dialog.close(); // a click outside it
    const link = event.target.closest("a[data-asks]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#open(link.href);
  }

  /** Show the page in the dialog, with the focus on `first`; open it as a page when the fetch fails. */
  async #open(url, first) {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return location.assign(url);
    const content = this.querySelector("#asked");
    content.innerHTML = await answer.text();
    htmx.process(content);
    this.#number = content.querySelector("[data-number]")?.dataset.number;
    this.#dialog.showModal();
    if (first) content.querySelector(`[data-${first}]`)?.focus();
  }

  #pressed(event) {
    event.stopPropagation(); // the page below must not act on it
    const { key, latin } = event.detail;
    const buttons = [...this.querySelectorAll(".way:enabled")].filter((button) => button.checkVisibility());
    const at = buttons.indexOf(document.activeElement);
    const step = STEPS[key];
    if (step) {
      event.preventDefault();
      buttons.at((at + step + (at < 0 && step < 0 ? 1 : 0)) % buttons.length)?.focus();
    } else if (/^\d$/.test(key) || /^\d$/.test(latin)) {
      buttons.find((button) => [key, latin].includes(button.dataset.digit))?.click();
    } else if (/^\p{L}$/u.test(key)) {
      const others = [...buttons.slice(at + 1), ...buttons];
      (others.find(columnStartsWith(key)) ?? others.find(columnStartsWith(latin)))?.focus();
    }
  }

  /**
   * Close the dialog when the answer has been drawn on the page. An answer in the dialog leaves it open.
   * Without an answer it shows an error and stays open for another try.
   */
  #answered(ctx) {
    const draws = ctx.response?.headers.get("Sluice-Draws");
    if (draws === "dialog") return;
    if (draws === "page") this.#dialog.close();
    else this.#showError(this.dataset.lost);
  }

  #showError(text) {
    const message = this.querySelector(".ways__lost") ?? document.createElement("p");
    message.className = "ways__lost";
    message.role = "alert";
    message.textContent = text;
    this.querySelector("#asked > *").prepend(message);
  }

  #closed() {
    this.querySelector("#asked").replaceChildren();
    const card = document.querySelector(`#card-${this.#number} .card__title a`);
    card?.focus({ preventScroll: true });
    card?.closest(".card").scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  }
}

const EVENTS = ["key:press", "close", "htmx:after:swap", "htmx:error"];
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** A test whether the name of a button's column starts with this letter. */
function columnStartsWith(letter) {
  return (button) => letter && button.querySelector("b").textContent.trim().toLowerCase().startsWith(letter);
}

customElements.define("ask-dialog", AskDialog);
