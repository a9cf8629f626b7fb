/**
 * The keys of the standup: a key presses the button or the link with its name in `data-key`; z sends the form
 * that undoes the last move. Escape closes a refusal first.
 */
class StandupKeys extends HTMLElement {
  connectedCallback() {
    document.addEventListener("key:press", this);
  }

  disconnectedCallback() {
    document.removeEventListener("key:press", this);
  }

  handleEvent(event) {
    const { key, latin } = event.detail;
    if (key === "Escape" && document.querySelector("#refusal")) return;
    if (key === "z" || latin === "z") return document.querySelector("#undo")?.requestSubmit();
    const control = controlOf(key) ?? controlOf(latin);
    if (!control) return;
    event.preventDefault();
    control.click();
  }
}

function controlOf(key) {
  return key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

customElements.define("standup-keys", StandupKeys);
