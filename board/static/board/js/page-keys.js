/**
 * The keys of a page, heard in one place: each is told as `key:press` to the elements that know what it does.
 *
 * A key is nobody's while something is typed or composed, with a modifier, and while something is open
 * over the page; a field that has just closed keeps the focus for a moment, and nobody types there. A
 * letter is told small, whatever Caps Lock does. On a keyboard of another alphabet, `latin` is what
 * stands on that key of a Latin one. Ctrl or Cmd with Enter sends the text that is being written.
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
    const detail = { key: folded(key), latin: latin(event) };
    const told = new CustomEvent("key:press", { bubbles: true, cancelable: true, detail });
    if (!target.dispatchEvent(told)) event.preventDefault();
  }

  #send(event) {
    if (!event.target.form) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  }
}

const COMPOSED = 229; // what Safari says of the key that ends a composition
const TYPING = "input, textarea, select, [contenteditable], .menu";
const OPEN = "dialog[open], [popover]:popover-open, .menu[open]";
const SLASH = { ".": "/", ",": "?" }; // what stands there on Cyrillic and Hebrew keyboards

function folded(key) {
  return key.length === 1 ? key.toLowerCase() : key;
}

/** The letter, digit or slash of this key where its own sign is not ASCII, or a slash has moved away. */
function latin({ key, code, shiftKey }) {
  if (code === "Slash" && key in SLASH) return SLASH[key];
  if (key.length !== 1 || key < "\x80") return null;
  if (code === "Slash") return shiftKey ? "?" : "/";
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1].toLowerCase() ?? null;
}

customElements.define("page-keys", PageKeys);
