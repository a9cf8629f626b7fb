/**
 * The forms of the standup: a popover closes after its answer, and keeps its text after a refusal.
 *
 * While a popover is open the page is not drawn again, so that other people's changes remove no text.
 */
class StandupAsks extends HTMLElement {
  connectedCallback() {
    for (const name of EVENTS) document.addEventListener(name, this, true);
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this, true);
  }

  handleEvent(event) {
    if (event.type === "toggle") return this.#toggled(event);
    const { ctx } = event.detail;
    const isRefresh = ctx.sourceElement?.id === "standup"; // the page asks by itself
    if (event.type === "htmx:before:swap") {
      const isSaved = ctx.sourceElement?.localName === "send-queue" && ctx.response.status < 400;
      if ((isRefresh || isSaved) && document.querySelector(OPEN)) event.preventDefault();
    } else if (isRefresh) {
      const isSignedOut = event.type === "htmx:after:request" && ctx.hx.redirect;
      if (isSignedOut && document.querySelector(OPEN)) event.preventDefault(); // the page stays, with the text on it
    } else if (event.type === "htmx:error") {
      this.#showMessage(this.dataset.lost);
    } else {
      this.#answered(event.target, ctx);
    }
  }

  #answered(form, { response, target }) {
    if (form.matches?.(OPEN)) form.hidePopover();
    if (target?.id !== "standup" || response.status >= 400) this.#refresh();
  }

  #toggled({ target, newState }) {
    if (newState === "closed" && target.matches("form[popover]")) this.#refresh();
  }

  /** Fetch the changes now. */
  #refresh() {
    this.dispatchEvent(new CustomEvent("standup:look", { bubbles: true }));
  }

  #showMessage(message) {
    this.dispatchEvent(new CustomEvent("page:message", { bubbles: true, detail: { message } }));
  }
}

const OPEN = "form[popover]:popover-open";
const EVENTS = ["toggle", "htmx:after:request", "htmx:before:swap", "htmx:error"];

customElements.define("standup-asks", StandupAsks);
