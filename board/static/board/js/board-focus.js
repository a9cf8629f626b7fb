/**
 * Keeps the focus on its card when the card is drawn again, in the same column or in another.
 *
 * When the focus was in a message, it moves to the card that the next message is about.
 */
class BoardFocus extends HTMLElement {
  #number = null; // the card that had the focus
  #wasInMessage = false; // whether a message had the focus

  connectedCallback() {
    for (const name of EVENTS) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this);
  }

  handleEvent({ type }) {
    if (type === "htmx:before:swap") this.#remember(document.activeElement);
    else if (type === "pointerdown") this.#number = this.#wasInMessage = null; // the person has clicked elsewhere
    else if (document.activeElement === document.body) this.#restore();
  }

  #remember(focused) {
    const number = focused.closest(".card")?.dataset.number;
    const isInMessage = Boolean(focused.closest("#notices"));
    if (focused === document.body) return; // a second answer may be drawn before the focus is restored
    [this.#number, this.#wasInMessage] = [number, isInMessage];
  }

  #restore() {
    const number = this.#wasInMessage ? document.querySelector("#notices [data-card]")?.dataset.card : this.#number;
    const card = number && document.querySelector(`#card-${number} .card__title a`);
    if (!card) return;
    this.#number = this.#wasInMessage = null;
    card.focus({ preventScroll: true });
  }
}

const EVENTS = ["htmx:before:swap", "htmx:after:settle", "pointerdown"];

customElements.define("board-focus", BoardFocus);
