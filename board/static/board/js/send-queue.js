/**
 * Sends the texts of quick forms: Enter queues a text and shows it at once. The texts are sent one after
 * the other, in the order in which they were typed.
 *
 * A form takes part with the name of its text field in `data-queue`. It may name a list in `data-waiting`,
 * which shows its texts until they are saved. A text that is not saved comes back into the field. If the
 * field holds another text, the unsaved one waits in the list, with a button that brings it back.
 */
class SendQueue extends HTMLElement {
  #entries = []; // the texts that are neither saved nor back in a field
  #sending = null; // the status of the request that is under way
  #keys = new Map(); // of the texts whose answer was lost, so that they are not saved twice

  connectedCallback() {
    for (const name of EVENTS) document.addEventListener(name, this, true);
    window.addEventListener("beforeunload", this);
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this, true);
    window.removeEventListener("beforeunload", this);
  }

  handleEvent(event) {
    if (event.type === "submit") this.#submitted(event);
    else if (event.type === "beforeunload") this.#entries.length && event.preventDefault();
    else if (event.target !== this) this.#otherSaved(event);
    else if (event.type === "htmx:finally:request") this.#answered(event.detail.ctx);
    else if (event.detail.ctx.hx.redirect) this.#signedOut(event);
  }

  #submitted(event) {
    const form = event.target;
    if (!form.dataset.queue) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const values = Object.fromEntries(new FormData(form));
    const field = form.elements[form.dataset.queue];
    const entry = { id: form.id, url: form.action, field: field.name, values, text: field.value, swap: swapOf(form) };
    entry.label = field.value || form.querySelector("select")?.selectedOptions[0]?.text || "";
    field.value = "";
    for (const select of form.querySelectorAll("select")) select.selectedIndex = 0;
    if (form.matches(":popover-open")) form.hidePopover();
    else field.focus();
    this.#entries.push(entry);
    this.#show(entry, form);
    this.#sendNext();
  }

  async #sendNext() {
    const entry = this.#entries.find((other) => !other.isRefused);
    if (this.#sending || !entry) return;
    this.#sending = {};
    entry.key = this.#keys.get(entry.url + entry.text) ?? newKey();
    const headers = { "Idempotency-Key": entry.key };
    const { values, swap } = entry;
    await htmx.ajax("POST", entry.url, { source: this, swap: "none", ...swap, values, headers });
    const { status } = this.#sending;
    this.#sending = null;
    if (status < 400) this.#saved(entry);
    else this.#notSaved(entry, status);
    this.#sendNext();
  }

  #answered({ hx, response }) {
    this.#sending.status = hx?.redirect ? 401 : response?.status;
  }

  #saved(entry) {
    this.#keys.delete(entry.url + entry.text);
    this.#forget(entry);
    this.#dispatch("text:saved", entry);
  }

  /** Give the text back, and the later texts of its form, which would fail too. An invalid text comes back alone. */
  #notSaved(entry, status) {
    if (!status || status >= 500) {
      this.#keys.set(entry.url + entry.text, entry.key);
      this.#showMessage(this.dataset.lost);
    }
    const also = status === 422 ? [] : this.#entries.filter(({ url, id }) => url === entry.url && id === entry.id);
    for (const failed of new Set([entry, ...also])) this.#giveBack(failed);
    this.#dispatch("text:refused", entry);
  }

  #giveBack(entry) {
    entry.isRefused = true;
    const field = fieldOf(entry);
    if (field && !field.value) return this.#fill(field, entry);
    if (!entry.shown?.isConnected) return this.#keep(entry);
    entry.shown.dataset.isRefused = "";
    entry.shown.querySelector("small").textContent = this.dataset.notSaved;
    const button = entry.shown.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => this.#exchange(entry));
  }

  /** Show the text in a message when its form is gone from the page, so that it can be copied. */
  #keep(entry) {
    this.#forget(entry);
    this.#showMessage(`${this.dataset.notSaved}: ${entry.text}`);
  }

  /** Put the text into the field, and the text of the field into the list. */
  #exchange(entry) {
    const field = fieldOf(entry);
    const other = field.value;
    this.#fill(field, entry);
    if (!other) return;
    const replaced = { ...entry, text: other, label: other, isRefused: true, shown: null };
    this.#entries.push(replaced);
    this.#show(replaced, field.form);
    this.#giveBack(replaced);
  }

  #fill(field, entry) {
    field.value = entry.text;
    this.#forget(entry);
    if (field.form.popover && !document.querySelector(":popover-open")) field.form.showPopover();
    if (document.activeElement === document.body) field.focus();
  }

  #show(entry, form) {
    const list = document.getElementById(form.dataset.waiting);
    if (!list) return;
    entry.shown = this.querySelector("template").content.firstElementChild.cloneNode(true);
    entry.shown.querySelector("span").textContent = entry.label ?? entry.text;
    list.append(entry.shown);
    entry.shown.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #forget(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
    entry.shown?.remove();
  }

  /** Empty the field of a refused text that was saved by another request, such as an override. */
  #otherSaved({ type, detail: { ctx } }) {
    if (type !== "htmx:finally:request" || !(ctx.response?.status < 400) || !ctx.request.body) return;
    const { action, body } = ctx.request;
    const { pathname } = new URL(action, document.baseURI);
    for (const form of document.querySelectorAll("form[data-queue]")) {
      const field = form.elements[form.dataset.queue];
      if (form === ctx.sourceElement || new URL(form.action).pathname !== pathname) continue;
      const values = Object.entries(Object.fromEntries(new FormData(form)));
      const isSame = values.every(([name, value]) => name === "csrfmiddlewaretoken" || body.get(name) === value);
      if (isSame) field.value = "";
    }
  }

  #signedOut(event) {
    event.preventDefault(); // the page stays, with the texts on it
    this.#dispatch("board:gone", { reason: "signedOut" });
  }

  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  #showMessage(message) {
    this.#dispatch("page:message", { message });
  }
}

const EVENTS = ["submit", "htmx:after:request", "htmx:finally:request"];

/** The target and the swap of the answer, from the form's htmx attributes. */
function swapOf(form) {
  const target = form.getAttribute("hx-target");
  return target ? { target, swap: form.getAttribute("hx-swap") } : {};
}

function fieldOf({ id, url, field }) {
  const form = document.getElementById(id);
  return form?.action === url ? form.elements[field] : null;
}

/** A key that marks retries of one request. Not randomUUID, which only secure contexts have. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-");
}

customElements.define("send-queue", SendQueue);
