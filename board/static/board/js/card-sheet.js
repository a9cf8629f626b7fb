/**
 * Opens a card over the board when its link is followed, and returns to the board.
 *
 * The address is the card's own, so that it can be shared and reloaded. The board below stays up to date and
 * is inert; messages are not. Escape and the close button go back in the browser's history.
 */
class CardSheet extends HTMLElement {
  #title = document.title;
  #search = ""; // the query of the board's address

  connectedCallback() {
    for (const name of EVENTS) document.addEventListener(name, this);
    window.addEventListener("load", this); // before that the browser itself scrolls to the hash
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this);
    window.removeEventListener("load", this);
  }

  handleEvent(event) {
    if (event.type === "click") this.#clicked(event);
    else if (event.type === "keydown") this.#pressed(event);
    else if (event.type === "htmx:before:history:restore") this.#navigated(event);
    else if (event.type === "card-gone") this.#leave();
    else if (event.type === "load") this.#loaded();
    else this.#keepFocus();
  }

  /** Focus the card that the address names. */
  #loaded() {
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

  /** The card's address with the filter of the board's address: the board below is fetched by it. */
  #address(url) {
    const address = new URL(url);
    const own = new Set(address.searchParams.keys());
    for (const [name, value] of new URLSearchParams(this.#search)) {
      if (!own.has(name)) address.searchParams.append(name, value);
    }
    return address;
  }

  /** Show the card of this address; return false if it has no card to show. */
  async #show(url) {
    const address = new URL(url);
    address.searchParams.set("back", "sheet");
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    const card = answer?.ok && !answer.headers.get("HX-Redirect") ? await answer.text() : "";
    if (!card) return false;
    for (const other of document.querySelectorAll("dialog[open]")) if (other !== this.#dialog) other.close();
    if (!this.#dialog.open) this.#search = location.search;
    this.#dialog.innerHTML = card;
    htmx.process(this.#dialog);
    this.#setOpen(true);
    this.#dialog.scrollTop = 0;
    this.querySelector("[data-close]").focus();
    if (address.hash) this.querySelector(address.hash)?.scrollIntoView();
    return true;
  }

  #close() {
    if (this.#mayLeave()) this.#leave();
  }

  #leave() {
    if (this.#dialog.open) history.go(-history.state.sheet);
  }

  /** Show what the browser's history leads to: the board, or a card over it. */
  async #navigated(event) {
    const address = new URL(event.detail.path, location.href);
    if (!this.#dialog.open && !this.#isCard(address)) return;
    event.preventDefault(); // only a card is fetched; the board is still there
    if (this.#isCard(address)) (await this.#show(location.href)) || location.reload();
    else this.#hide();
  }

  #hide() {
    const number = this.querySelector("#sheet")?.dataset.number;
    this.#setOpen(false);
    this.#dialog.replaceChildren();
    document.title = this.#title;
    this.#focusCard(`#card-${number}`);
  }

  #setOpen(open) {
    if (open) this.#dialog.show();
    else this.#dialog.close();
    this.querySelector(".scrim").hidden = !open;
    for (const below of document.querySelectorAll("body > :is(.board-page, .skip)")) below.inert = open;
  }

  #focusCard(card) {
    const tab = ".nav__tabs [aria-current]"; // the focus of a card that has left the board
    const link = document.querySelector(`${card} .card__title a`) ?? document.querySelector(tab);
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Keep the focus in the sheet when the focused element is not drawn again. */
  #keepFocus() {
    if (this.#dialog.open && document.activeElement === document.body) this.querySelector("[data-close]")?.focus();
  }

  #mayLeave() {
    const fields = [...this.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox])")];
    const isWritten = fields.some((field) => field.value !== field.defaultValue);
    return !isWritten || confirm(this.dataset.unsaved);
  }
}

const EVENTS = ["click", "keydown", "htmx:before:history:restore", "htmx:after:swap", "card-gone"];

customElements.define("card-sheet", CardSheet);
