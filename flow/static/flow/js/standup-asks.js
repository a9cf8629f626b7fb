/**
 * What somebody asks for at the standup: a popover closes when it is answered, and what was typed stays if the answer was no.
 *
 * While one is open the page is not drawn again, so that others who go on take nothing away that is being typed.
 */
class StandupAsks extends HTMLElement {
  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this, true);
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this, true);
  }

  handleEvent(event) {
    if (event.type === "toggle") return this.#toggled(event);
    const { ctx } = event.detail;
    const isLook = ctx.sourceElement?.id === "standup"; // not asked for by anybody
    if (event.type === "htmx:before:swap") {
      const isSaved = ctx.sourceElement?.localName === "send-queue" && ctx.response.status < 400;
      if ((isLook || isSaved) && document.querySelector(OPEN)) event.preventDefault();
    } else if (isLook) {
      const leaves = event.type === "htmx:after:request" && ctx.hx.redirect;
      if (leaves && document.querySelector(OPEN)) event.preventDefault(); // not under what is being typed
    } else if (event.type === "htmx:error") {
      this.#say(this.dataset.lost);
    } else {
      this.#answered(event.target, ctx);
    }
  }

  #answered(form, { response, target }) {
    if (form.matches?.(OPEN)) form.hidePopover();
    if (target?.id !== "standup" || response.status >= 400) this.#look();
  }

  #toggled({ target, newState }) {
    if (newState === "closed" && target.matches("form[popover]")) this.#look();
  }

  /** See what has changed, now. */
  #look() {
    this.dispatchEvent(new CustomEvent("standup:look", { bubbles: true }));
  }

  #say(words) {
    this.dispatchEvent(new CustomEvent("page:say", { bubbles: true, detail: { words } }));
  }
}

const OPEN = "form[popover]:popover-open";
const HEARD = ["toggle", "htmx:after:request", "htmx:before:swap", "htmx:error"];

customElements.define("standup-asks", StandupAsks);
