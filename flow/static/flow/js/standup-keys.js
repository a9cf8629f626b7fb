/**
 * A key presses the button or the link that names it in `data-key`; z sends what takes the last move back.
 *
 * A key is nobody's while something is typed, with a modifier, and while something is open over the page;
 * a field that has just closed keeps the focus for a moment, and nobody types there. Escape closes a
 * refusal first.
 */
class StandupKeys extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING)?.checkVisibility() || document.querySelector(OPEN)) return;
    if (event.key === "Escape" && document.querySelector("#refusal")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "z") return document.querySelector("#undo")?.requestSubmit();
    const named = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!named) return;
    event.preventDefault();
    named.click();
  }
}

const TYPING = "input, textarea, select, [contenteditable], .menu";
const OPEN = "dialog[open], [popover]:popover-open, .menu[open]";

customElements.define("standup-keys", StandupKeys);
