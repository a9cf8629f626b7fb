/**
 * Keeps the focus with its card when the card is drawn again, here or in another column.
 *
 * The focus that a message had goes to the card that the next message is about.
 */
class BoardFocus extends HTMLElement {
  #number = null; // the card that had the focus
  #told = false; // whether a message had it

  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this);
  }

  handleEvent({ type }) {
    if (type === "htmx:before:swap") this.#remember(document.activeElement);
    else if (type === "pointerdown") this.#number = this.#told = null; // the hand has gone elsewhere
    else if (document.activeElement === document.body) this.#bringBack();
  }

  #remember(focused) {
    const number = focused.closest(".card")?.dataset.number;
    const told = Boolean(focused.closest("#notices"));
    if (focused === document.body) return; // two answers may be drawn one upon the other
    [this.#number, this.#told] = [number, told];
  }

  #bringBack() {
    const number = this.#told ? document.querySelector("#notices [data-card]")?.dataset.card : this.#number;
    const card = number && document.querySelector(`#card-${number} .card__title a`);
    if (!card) return;
    this.#number = this.#told = null;
    card.focus({ preventScroll: true });
  }
}

const HEARD = ["htmx:before:swap", "htmx:after:settle", "pointerdown"];

customElements.define("board-focus", BoardFocus);
