/**
 * Completes the names of members after an @ in a text. The server finds the members who match it.
 *
 * A text field takes part with `data-mentions`. The list is shown below it: arrow keys choose, Enter or Tab
 * accepts, Escape closes. The field keeps the focus, and a status line gives the number of matches.
 */
class MentionNames extends HTMLElement {
  #field = null; // the text field in use
  #box = null; // the list below it, with its status line
  #request = null;
  #unmatched = null; // a name part without a match; with more letters it has none either

  connectedCallback() {
    for (const name of EVENTS) document.addEventListener(name, this, true);
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this, true);
  }

  handleEvent(event) {
    if (event.type === "pointerdown") this.#pointed(event);
    else if (event.type === "htmx:after:swap") this.#reattach();
    else if (!event.target.matches?.("textarea[data-mentions]")) return;
    else if (event.type === "focusin") this.#attachTo(event.target);
    else if (event.type === "focusout") this.#close();
    else if (event.type === "keydown") this.#pressed(event);
    else {
      this.#attachTo(event.target); // the card may have been drawn again around the field
      this.#complete();
    }
  }

  #attachTo(field) {
    if (this.#field === field && this.#box?.isConnected) return;
    this.#box?.remove();
    this.#field = field;
    this.#box = this.querySelector("template").content.firstElementChild.cloneNode(true);
    this.#attach();
  }

  #attach() {
    const field = this.#field;
    field.after(this.#box);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.#list.id);
    field.setAttribute("autocomplete", "off");
    if (this.#chosen) field.setAttribute("aria-activedescendant", this.#chosen.id);
  }

  /** Put the list and its attributes back when the card was drawn again during typing. */
  #reattach() {
    if (this.#box && document.activeElement === this.#field) this.#attach();
  }

  get #list() {
    return this.#box.querySelector("ul");
  }

  get #isOpen() {
    return this.#box?.isConnected && !this.#list.hidden;
  }

  /** The text between the last @ and the caret; null where it begins no name. */
  get #namePart() {
    const { value, selectionStart, selectionEnd } = this.#field;
    if (selectionStart !== selectionEnd) return null;
    return value.slice(0, selectionStart).match(NAME)?.[1] ?? null;
  }

  async #complete() {
    const namePart = this.#namePart;
    this.#request?.abort();
    if (namePart === null || (this.#unmatched !== null && namePart.startsWith(this.#unmatched))) return this.#close();
    this.#unmatched = null;
    const request = (this.#request = new AbortController());
    const { signal } = request;
    const url = `${this.dataset.url}?q=${encodeURIComponent(namePart)}`;
    const answer = await fetch(url, { signal }).catch(() => null);
    const names = answer?.ok && !answer.redirected ? await answer.text().catch(() => "") : "";
    if (signal.aborted || this.#namePart !== namePart) return;
    if (names.trim()) return this.#show(names);
    if (answer?.ok) this.#unmatched = namePart;
    this.#close();
  }

  #show(names) {
    this.#list.innerHTML = names;
    this.#list.hidden = false;
    this.#choose(this.#list.firstElementChild);
    this.#showStatus(`${this.#list.children.length} ${this.dataset.found}`);
  }

  #close() {
    if (!this.#isOpen) return;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#field.removeAttribute("aria-activedescendant");
    this.#showStatus("");
  }

  #showStatus(text) {
    this.#box.querySelector("[role=status]").textContent = text;
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
    else if (key === "Enter" || (key === "Tab" && !event.shiftKey)) this.#accept(this.#chosen);
    else if (key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #pointed(event) {
    const option = this.#isOpen && event.target.closest?.("[role=option]");
    if (!option || !this.#box.contains(option)) return;
    event.preventDefault(); // the field keeps the focus
    this.#accept(option);
  }

  #accept(option) {
    const field = this.#field;
    const end = field.selectionStart;
    field.setRangeText(`${option.dataset.name} `, end - this.#namePart.length, end, "end");
    this.#close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const EVENTS = ["focusin", "focusout", "input", "keydown", "pointerdown", "htmx:after:swap"];
const NAME = /(?<![\p{L}\p{N}_.@/+-])@((?:[\p{L}\p{N}][^\n@]{0,40})?)$/u;

customElements.define("mention-names", MentionNames);
