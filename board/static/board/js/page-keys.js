/**
 * The keys of a page: each key press is dispatched as `key:press`, for the elements that act on it.
 *
 * A key is ignored during typing or composing, with a modifier, and while something is open over the page.
 * A field that has just closed keeps the focus for a moment; its keys are not ignored. Letters are dispatched
 * in lower case, also with Caps Lock. On a keyboard of another alphabet `latin` is the sign of the same
 * key on a Latin keyboard. Ctrl or Cmd with Enter sends the text that is being written.
 */
class PageKeys extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    if (event.defaultPrevented || event.isComposing || event.keyCode === COMPOSED || altKey) return;
    if (ctrlKey || metaKey) return key === "Enter" && target.matches("textarea") && this.#send(event);
    if (target.closest(TYPING)?.checkVisibility()) return;
    if (document.querySelector(OPEN) && !target.closest("ask-dialog")) return;
    const detail = { key: lowerCased(key), latin: latin(event) };
    const press = new CustomEvent("key:press", { bubbles: true, cancelable: true, detail });
    if (!target.dispatchEvent(press)) event.preventDefault();
  }

  #send(event) {
    if (!event.target.form) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  }
}

const COMPOSED = 229; // Safari's code for the key that ends a composition
const TYPING = "input, textarea, select, [contenteditable], .menu";
const OPEN = "dialog[open], [popover]:popover-open, .menu[open]";
const SLASH = { ".": "/", ",": "?" }; // the signs of the slash key on Cyrillic and Hebrew keyboards

function lowerCased(key) {
  return key.length === 1 ? key.toLowerCase() : key;
}

/** The letter, digit or slash of the key on a Latin keyboard; null where the key has it itself. */
function latin({ key, code, shiftKey }) {
  if (code === "Slash" && key in SLASH) return SLASH[key];
  if (key.length !== 1 || key < "\x80") return null;
  if (code === "Slash") return shiftKey ? "?" : "/";
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1].toLowerCase() ?? null;
}

customElements.define("page-keys", PageKeys);
