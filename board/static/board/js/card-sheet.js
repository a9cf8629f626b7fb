/**
 * Opens a card over the board when its link is followed, and leads back to the board.
 *
 * The address is the card's own, so that it can be shared and loaded again. The board below lives on
 * and can't be reached; messages can. Closing is going back: one way for Escape, a button and the browser.
 */
class CardSheet extends HTMLElement {
  #title = document.title;
  #search = ""; // of the board's address

  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
    window.addEventListener("load", this); // before that the browser itself looks for the place
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this);
    window.removeEventListener("load", this);
  }

  handleEvent(event) {
    if (event.type === "click") this.#clicked(event);
    else if (event.type === "keydown") this.#pressed(event);
    else if (event.type === "htmx:before:history:restore") this.#travelled(event);
    else if (event.type === "card-gone") this.#leave();
    else if (event.type === "load") this.#arrived();
    else this.#keepFocus();
  }

  /** The address names a card of the board: there one goes on. */
  #arrived() {
    if (/^#card-\d+$/.test(location.hash)) this.#focusCard(location.hash);
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  #clicked(event) {
    const link = event.target.closest("a[href], .scrim");
    if (!link || event.defaultPrevented || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (this.contains(link) && link.matches("[data-close], .scrim")) {
      event.preventDefault();
      this.#close();
    } else if (this.#isCard(link)) {
      event.preventDefault();
      this.#follow(link.href);
    }
  }

  #pressed(event) {
    if (event.key === "Escape" && this.#dialog.open && !event.defaultPrevented) this.#close();
  }

  #isCard({ origin, pathname }) {
    const { cards } = this.dataset;
    return origin === location.origin && pathname?.startsWith(cards) && /^\d+\/$/.test(pathname.slice(cards.length));
  }

  async #follow(url) {
    if (!(await this.#show(url))) return location.assign(url);
    if (!history.state?.htmx) history.replaceState({ htmx: true }, "");
    history.pushState({ htmx: true, sheet: (history.state.sheet ?? 0) + 1 }, "", this.#address(url));
    document.title = `${this.querySelector("h1").textContent} · ${this.#title}`;
  }

  /** The card's address, with what the board's says of its filter: the board below is asked for by it. */
  #address(url) {
    const address = new URL(url);
    const own = new Set(address.searchParams.keys());
    for (const [name, value] of new URLSearchParams(this.#search)) {
      if (!own.has(name)) address.searchParams.append(name, value);
    }
    return address;
  }

  /** Show the card of this address; false if there is none to show. */
  async #show(url) {
    const asked = new URL(url);
    asked.searchParams.set("back", "sheet");
    const answer = await fetch(asked, { headers: { "HX-Request": "true" } }).catch(() => null);
    const card = answer?.ok && !answer.headers.get("HX-Redirect") ? await answer.text() : "";
    if (!card) return false;
    for (const other of document.querySelectorAll("dialog[open]")) if (other !== this.#dialog) other.close();
    if (!this.#dialog.open) this.#search = location.search;
    this.#dialog.innerHTML = card;
    htmx.process(this.#dialog);
    this.#lay(true);
    this.#dialog.scrollTop = 0;
    this.querySelector("[data-close]").focus();
    if (asked.hash) this.querySelector(asked.hash)?.scrollIntoView();
    return true;
  }

  #close() {
    if (this.#mayLeave()) this.#leave();
  }

  #leave() {
    if (this.#dialog.open) history.go(-history.state.sheet);
  }

  /** Back or forward in the browser's history: the board, or a card over it. */
  async #travelled(event) {
    const goal = new URL(event.detail.path, location.href);
    if (!this.#dialog.open && !this.#isCard(goal)) return;
    event.preventDefault(); // nothing is fetched but a card
    if (this.#isCard(goal)) (await this.#show(location.href)) || location.reload();
    else this.#hide();
  }

  #hide() {
    const number = this.querySelector("#sheet")?.dataset.number;
    this.#lay(false);
    this.#dialog.replaceChildren();
    document.title = this.#title;
    this.#focusCard(`#card-${number}`);
  }

  #lay(open) {
    if (open) this.#dialog.show();
    else this.#dialog.close();
    this.querySelector(".scrim").hidden = !open;
    for (const below of document.querySelectorAll("body > :is(.board-page, .skip)")) below.inert = open;
  }

  #focusCard(card) {
    const board = ".nav__tabs [aria-current]"; // where one goes on if the card has left it
    const link = document.querySelector(`${card} .card__title a`) ?? document.querySelector(board);
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** What had the focus was drawn again and is gone: the focus stays in the sheet. */
  #keepFocus() {
    if (this.#dialog.open && document.activeElement === document.body) this.querySelector("[data-close]")?.focus();
  }

  #mayLeave() {
    const fields = [...this.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox])")];
    const isWritten = fields.some((field) => field.value !== field.defaultValue);
    return !isWritten || confirm(this.dataset.unsaved);
  }
}

const HEARD = ["click", "keydown", "htmx:before:history:restore", "htmx:after:swap", "card-gone"];

customElements.define("card-sheet", CardSheet);
