/**
 * A key presses the button or the link that names it in `data-key`.
 *
 * A key is nobody's while something is typed, with a modifier, and while something is open over the page.
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
    if (event.target.closest(TYPING) || document.querySelector(OPEN)) return;
    const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!named) return;
    event.preventDefault();
    named.click();
  }
}

const TYPING = "input, textarea, select, [contenteditable], .menu";
const OPEN = "dialog[open], [popover]:popover-open, .menu[open], #refusal";

customElements.define("standup-keys", StandupKeys);
