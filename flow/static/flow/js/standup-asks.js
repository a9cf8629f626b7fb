/** Closes what was asked in a popover when it is answered; what was typed stays if the answer was no. */
class StandupAsks extends HTMLElement {
  connectedCallback() {
    document.addEventListener("htmx:after:request", this);
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:request", this);
  }

  handleEvent({ target, detail }) {
    const { response } = detail.ctx;
    if (!response || !target.matches?.("form[popover]")) return;
    if (target.matches(":popover-open")) target.hidePopover();
    if (response.status < 400) target.reset();
  }
}

customElements.define("standup-asks", StandupAsks);
