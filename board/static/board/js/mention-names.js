/**
 * Completes the names of members after an @ in a text. The server says who fits what was typed.
 *
 * A text field takes part with `data-mentions`. The list stands below it: arrow keys choose, Enter or Tab
 * takes, Escape closes. The field keeps the focus, and a status line says what the list shows.
 */
class MentionNames extends HTMLElement {
  #field = null; // where somebody types
  #box = null; // the list below it, with its status line
  #asking = null;
  #nobody = null; // what was typed that fits nobody: more letters do not fit either

  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this, true);
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this, true);
  }

  handleEvent(event) {
    if (event.type === "pointerdown") this.#pointed(event);
    else if (event.type === "htmx:after:swap") this.#stay();
    else if (!event.target.matches?.("textarea[data-mentions]")) return;
    else if (event.type === "focusin") this.#entered(event.target);
    else if (event.type === "focusout") this.#close();
    else if (event.type === "keydown") this.#pressed(event);
    else {
      this.#entered(event.target); // the card may have been drawn again around the field
      this.#typed();
    }
  }

  #entered(field) {
    if (this.#field === field && this.#box?.isConnected) return;
    this.#box?.remove();
    this.#field = field;
    this.#box = this.querySelector("template").content.firstElementChild.cloneNode(true);
    this.#stand();
  }

  #stand() {
    const field = this.#field;
    field.after(this.#box);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.#list.id);
    field.setAttribute("autocomplete", "off");
    if (this.#chosen) field.setAttribute("aria-activedescendant", this.#chosen.id);
  }

  /** The card was drawn again while somebody types: what the server does not know of is put back. */
  #stay() {
    if (this.#box && document.activeElement === this.#field) this.#stand();
  }

  get #list() {
    return this.#box.querySelector("ul");
  }

  get #isOpen() {
    return this.#box?.isConnected && !this.#list.hidden;
  }

  /** What stands between the last @ and the caret; null where nobody is being named. */
  get #begun() {
    const { value, selectionStart, selectionEnd } = this.#field;
    if (selectionStart !== selectionEnd) return null;
    return value.slice(0, selectionStart).match(NAME)?.[1] ?? null;
  }

  async #typed() {
    const begun = this.#begun;
    this.#asking?.abort();
    if (begun === null || (this.#nobody !== null && begun.startsWith(this.#nobody))) return this.#close();
    this.#nobody = null;
    const asking = (this.#asking = new AbortController());
    const { signal } = asking;
    const url = `${this.dataset.url}?q=${encodeURIComponent(begun)}`;
    const answer = await fetch(url, { signal }).catch(() => null);
    const names = answer?.ok && !answer.redirected ? await answer.text().catch(() => "") : "";
    if (signal.aborted || this.#begun !== begun) return;
    if (names.trim()) return this.#show(names);
    if (answer?.ok) this.#nobody = begun;
    this.#close();
  }

  #show(names) {
    this.#list.innerHTML = names;
    this.#list.hidden = false;
    this.#choose(this.#list.firstElementChild);
    this.#say(`${this.#list.children.length} ${this.dataset.found}`);
  }

  #close() {
    if (!this.#isOpen) return;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#field.removeAttribute("aria-activedescendant");
    this.#say("");
  }

  #say(words) {
    this.#box.querySelector("[role=status]").textContent = words;
  }

  #choose(option) {
    this.#chosen?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", option.id);
  }

  get #chosen() {
    return this.#list.querySelector("[aria-selected=true]");
  }

  #pressed(event) {
    if (!this.#isOpen || event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown") this.#choose(this.#chosen.nextElementSibling ?? this.#list.firstElementChild);
    else if (key === "ArrowUp") this.#choose(this.#chosen.previousElementSibling ?? this.#list.lastElementChild);
    else if (key === "Enter" || (key === "Tab" && !event.shiftKey)) this.#take(this.#chosen);
    else if (key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #pointed(event) {
    const option = this.#isOpen && event.target.closest?.("[role=option]");
    if (!option || !this.#box.contains(option)) return;
    event.preventDefault(); // the field keeps the focus
    this.#take(option);
  }

  #take(option) {
    const field = this.#field;
    const end = field.selectionStart;
    field.setRangeText(`${option.dataset.name} `, end - this.#begun.length, end, "end");
    this.#close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const HEARD = ["focusin", "focusout", "input", "keydown", "pointerdown", "htmx:after:swap"];
const NAME = /(?<![\p{L}\p{N}_.@/+-])@((?:[\p{L}\p{N}][^\n@]{0,40})?)$/u;

customElements.define("mention-names", MentionNames);
