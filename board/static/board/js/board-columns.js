/**
 * The columns of a board: turns a drag into a request, and puts the card back after a refusal.
 *
 * The server decides where a card may go; this element knows no rule and counts nothing.
 */
class BoardColumns extends HTMLElement {
  #lists = [];
  #pressedCard = null; // the card under the pointer, until it is lifted or released
  #nextCard = null; // the card below the dragged one, before the drag

  connectedCallback() {
    for (const cards of this.querySelectorAll(".cards")) {
      this.#lists.push(
        new Sortable(cards, {
          group: "cards",
          draggable: ".card",
          filter: ".card__menu, button, input",
          preventOnFilter: false,
          forceFallback: true,
          fallbackOnBody: true,
          fallbackTolerance: 4,
          fallbackClass: "card--held",
          ghostClass: "card--ghost",
          chosenClass: "card--chosen",
          delay: 250,
          delayOnTouchOnly: true,
          touchStartThreshold: 6,
          emptyInsertThreshold: 24,
          scrollSensitivity: 64,
          animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
          onStart: (lift) => this.#lifted(lift),
          onEnd: (drop) => this.#dropped(drop),
        }),
      );
    }
    for (const name of EVENTS) this.addEventListener(name, this);
    for (const name of RELEASE_EVENTS) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const list of this.#lists.splice(0)) list.destroy();
    for (const name of EVENTS) this.removeEventListener(name, this);
    for (const name of RELEASE_EVENTS) document.removeEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "pointerdown") this.#press(event.target.closest(".card"));
    else if (RELEASE_EVENTS.includes(event.type)) this.#release();
    else if (event.type !== "contextmenu") this.#failed(event.detail.ctx);
    else if (event.pointerType === "touch") event.preventDefault(); // a long press lifts the card
  }

  /** Keep the card from being drawn again: a touch lifts it only after a delay. */
  #press(card) {
    if (!card || (this.dataset.holding && !this.#pressedCard)) return;
    this.#pressedCard = card;
    this.dataset.holding = card.dataset.number;
  }

  #release() {
    const card = this.#pressedCard;
    this.#pressedCard = null;
    if (card) this.#settle(card);
  }

  /** After a refusal or without an answer, put the card back before the answer is drawn. */
  #failed(ctx) {
    ctx?.putBack?.();
    if (ctx?.response?.headers.get("Sluice-Draws") !== "page") this.#showMessage(this.dataset.lost);
  }

  #lifted({ item }) {
    this.#pressedCard = null;
    this.#nextCard = item.nextElementSibling;
    this.dataset.holding = item.dataset.number;
    const copy = document.querySelector(".card--held"); // Sortable moves a copy of the card
    copy?.removeAttribute("id");
    copy?.setAttribute("role", "none");
    this.#dispatch("card:lift", item);
  }

  async #dropped(drop) {
    this.#dispatch("card:drop", drop.item);
    const { from, to, oldIndex, newIndex } = drop;
    if (from !== to || oldIndex !== newIndex) await this.#move(drop);
    this.#settle(drop.item);
  }

  /** Allow the card to be drawn again, but not another card that may be dragged by now. */
  #settle(card) {
    if (this.dataset.holding === card.dataset.number) delete this.dataset.holding;
    this.#dispatch("card:rest", card);
  }

  async #move({ item, from, to }) {
    const number = item.dataset.number;
    const next = this.#nextCard;
    await htmx.ajax("POST", `${this.dataset.cards}${number}/move/`, {
      source: item, // a move waits only for the requests of its own card
      swap: "none",
      headers: { "X-CSRFToken": this.dataset.token },
      values: this.#destination(item, to),
      putBack: () => from.insertBefore(item, next?.parentNode === from ? next : null),
    });
    const link = this.querySelector(`#card-${number} .card__title a`);
    link?.focus({ preventScroll: true });
    link?.closest(".card").scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  }

  /** The values of a move: the column, the lane and the neighbours of the dropped card. */
  #destination(item, to) {
    const { column, lane } = to.dataset;
    const values = { column, lane, back: "board", expected_version: item.dataset.version };
    const [before, after] = [item.nextElementSibling, item.previousElementSibling];
    if (after?.dataset.number) values.after = after.dataset.number;
    if (before?.dataset.number) values.before = before.dataset.number;
    return values;
  }

  #dispatch(name, { dataset: { number } }) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { number } }));
  }

  #showMessage(message) {
    this.dispatchEvent(new CustomEvent("page:message", { bubbles: true, detail: { message } }));
  }
}

const EVENTS = ["htmx:response:error", "htmx:error", "contextmenu", "pointerdown"];
const RELEASE_EVENTS = ["pointerup", "pointercancel"];

customElements.define("board-columns", BoardColumns);
