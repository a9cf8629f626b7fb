/**
 * A key presses the button or the link that names it in `data-key`; z sends what takes the last move back.
 * Escape closes a refusal first.
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
    const named = doing(key) ?? doing(latin);
    if (!named) return;
    event.preventDefault();
    named.click();
  }
}

function doing(key) {
  return key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

customElements.define("standup-keys", StandupKeys);
