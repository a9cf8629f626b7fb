/**
 * Opens what a link with `data-asks` leads to in a dialog: the menu of a card.
 *
 * Arrows walk its buttons; a digit or the first letters of a column choose one. When it is answered
 * it closes, and the focus goes to the card that it was about, wherever that is now.
 */
class AskDialog extends HTMLElement {
  #number = null;

  connectedCallback() {
    document.addEventListener("click", this);
    document.addEventListener("card:ask", this);
    for (const name of HEARD) this.addEventListener(name, this, true);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
    document.removeEventListener("card:ask", this);
    for (const name of HEARD) this.removeEventListener(name, this, true);
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
    if (event.target === this.#dialog) return this.#dialog.close(); // beside it
    const link = event.target.closest("a[data-asks]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#open(link.href);
  }

  /** Show what is there; `first` says where the focus goes. Without an answer, go there. */
  async #open(url, first) {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return location.assign(url);
    const place = this.querySelector("#asked");
    place.innerHTML = await answer.text();
    htmx.process(place);
    this.#number = place.querySelector("[data-number]")?.dataset.number;
    this.#dialog.showModal();
    if (first) place.querySelector(`[data-${first}]`)?.focus();
  }

  #pressed(event) {
    event.stopPropagation(); // the page below has no part in it
    const { key, latin } = event.detail;
    const ways = [...this.querySelectorAll(".way:enabled")].filter((way) => way.checkVisibility());
    const at = ways.indexOf(document.activeElement);
    const step = STEPS[key];
    if (step) {
      event.preventDefault();
      ways.at((at + step + (at < 0 && step < 0 ? 1 : 0)) % ways.length)?.focus();
    } else if (/^\d$/.test(key) || /^\d$/.test(latin)) {
      ways.find((way) => [key, latin].includes(way.dataset.digit))?.click();
    } else if (/^\p{L}$/u.test(key)) {
      const others = [...ways.slice(at + 1), ...ways];
      (others.find(named(key)) ?? others.find(named(latin)))?.focus();
    }
  }

  /**
   * The board has drawn the answer, or the dialog asks again and says what is wrong, or there is no
   * answer: then it is said, and can be asked again.
   */
  #answered(ctx) {
    const draws = ctx.response?.headers.get("Sluice-Draws");
    if (draws === "dialog") return;
    if (draws === "page") this.#dialog.close();
    else this.#say(this.dataset.lost);
  }

  #say(words) {
    const said = this.querySelector(".ways__lost") ?? document.createElement("p");
    said.className = "ways__lost";
    said.role = "alert";
    said.textContent = words;
    this.querySelector("#asked > *").prepend(said);
  }

  #closed() {
    this.querySelector("#asked").replaceChildren();
    const card = document.querySelector(`#card-${this.#number} .card__title a`);
    card?.focus({ preventScroll: true });
    card?.closest(".card").scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  }
}

const HEARD = ["key:press", "close", "htmx:after:swap", "htmx:error"];
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Whether the column of a way begins with this letter. */
function named(letter) {
  return (way) => letter && way.querySelector("b").textContent.trim().toLowerCase().startsWith(letter);
}

customElements.define("ask-dialog", AskDialog);
