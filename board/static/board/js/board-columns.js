/**
 * The columns of a board: turns a drag into a request, and puts the card back when the answer is no.
 *
 * What may go where is the server's to say; this element knows no rule and counts nothing.
 */
class BoardColumns extends HTMLElement {
  #lists = [];
  #pressed = null; // the card under the finger, until it is lifted or let go
  #next = null; // what the card in the hand stood before

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
    for (const name of HEARD) this.addEventListener(name, this);
    for (const name of LET_GO) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const list of this.#lists.splice(0)) list.destroy();
    for (const name of HEARD) this.removeEventListener(name, this);
    for (const name of LET_GO) document.removeEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "pointerdown") this.#press(event.target.closest(".card"));
    else if (LET_GO.includes(event.type)) this.#release();
    else if (event.type !== "contextmenu") this.#failed(event.detail.ctx);
    else if (event.pointerType === "touch") event.preventDefault(); // a long press takes the card
  }

  /** From here on it must not be drawn again: a finger takes its time before it lifts a card. */
  #press(card) {
    if (!card || (this.dataset.holding && !this.#pressed)) return;
    this.#pressed = card;
    this.dataset.holding = card.dataset.number;
  }

  #release() {
    const card = this.#pressed;
    this.#pressed = null;
    if (card) this.#rest(card);
  }

  /** The answer is no, or there is none: before anything of it is drawn, the card goes back. */
  #failed(ctx) {
    ctx?.putBack?.();
    if (ctx?.response?.headers.get("Sluice-Draws") !== "page") this.#say(this.dataset.lost);
  }

  #lifted({ item }) {
    this.#pressed = null;
    this.#next = item.nextElementSibling;
    this.dataset.holding = item.dataset.number;
    const held = document.querySelector(".card--held"); // a picture of the card, not the card
    held?.removeAttribute("id");
    held?.setAttribute("role", "none");
    this.#tell("card:lift", item);
  }

  async #dropped(drop) {
    this.#tell("card:drop", drop.item);
    const { from, to, oldIndex, newIndex } = drop;
    if (from !== to || oldIndex !== newIndex) await this.#move(drop);
    this.#rest(drop.item);
  }

  /** Others may draw it again; not another card, which may be in the hand by now. */
  #rest(card) {
    if (this.dataset.holding === card.dataset.number) delete this.dataset.holding;
    this.#tell("card:rest", card);
  }

  async #move({ item, from, to }) {
    const number = item.dataset.number;
    const next = this.#next;
    await htmx.ajax("POST", `${this.dataset.cards}${number}/move/`, {
      source: item, // each card waits for its own answer only
      swap: "none",
      headers: { "X-CSRFToken": this.dataset.token },
      values: this.#where(item, to),
      putBack: () => from.insertBefore(item, next?.parentNode === from ? next : null),
    });
    const link = this.querySelector(`#card-${number} .card__title a`);
    link?.focus({ preventScroll: true });
    link?.closest(".card").scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  }

  /** Where the card was dropped: the column, the lane, and its neighbours there. */
  #where(item, to) {
    const { column, lane } = to.dataset;
    const where = { column, lane, back: "board", expected_version: item.dataset.version };
    const [before, after] = [item.nextElementSibling, item.previousElementSibling];
    if (after?.dataset.number) where.after = after.dataset.number;
    if (before?.dataset.number) where.before = before.dataset.number;
    return where;
  }

  #tell(what, { dataset: { number } }) {
    this.dispatchEvent(new CustomEvent(what, { bubbles: true, detail: { number } }));
  }

  #say(words) {
    this.dispatchEvent(new CustomEvent("page:say", { bubbles: true, detail: { words } }));
  }
}

const HEARD = ["htmx:response:error", "htmx:error", "contextmenu", "pointerdown"];
const LET_GO = ["pointerup", "pointercancel"];

customElements.define("board-columns", BoardColumns);
