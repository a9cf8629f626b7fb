/** A silent clock: counts on from the seconds that the server gave. */
class MeetingTimer extends HTMLElement {
  static observedAttributes = ["data-seconds"];
  #begin = 0;
  #timer = null;

  connectedCallback() {
    this.#timer = setInterval(() => this.#draw(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  attributeChangedCallback() {
    this.#begin = performance.now() - Number(this.dataset.seconds) * 1000;
  }

  #draw() {
    const seconds = Math.floor((performance.now() - this.#begin) / 1000);
    const time = this.querySelector("time");
    time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const progress = this.querySelector("progress");
    if (progress) progress.value = seconds;
    if (this.dataset.of) this.toggleAttribute("data-late", seconds > Number(this.dataset.of));
  }
}

customElements.define("meeting-timer", MeetingTimer);
