/**
 * What somebody asks for at the standup: a popover closes when it is answered, and what was typed stays if the answer was no.
 *
 * While one is open the page is not drawn anew, so that others who go on take nothing away that is being typed.
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
      if (isLook && document.querySelector(OPEN)) event.preventDefault();
    } else if (isLook) {
      return;
    } else if (event.type === "htmx:error") {
      this.#say(this.dataset.lost);
    } else {
      this.#answered(event.target, ctx);
    }
  }

  #answered(form, { response, target }) {
    if (form.matches?.(OPEN)) form.hidePopover();
    if (form.matches?.("form[popover]") && response.status < 400) form.reset();
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
    const message = document.createElement("p");
    message.className = "toast toast--words";
    message.textContent = words;
    document.querySelector("#notices").replaceChildren(message);
  }
}

const OPEN = "form[popover]:popover-open";
const HEARD = ["toggle", "htmx:after:request", "htmx:before:swap", "htmx:error"];

customElements.define("standup-asks", StandupAsks);
