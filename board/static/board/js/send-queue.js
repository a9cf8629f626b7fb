/**
 * Sends the texts of quick forms: each is taken at Enter and shown at once, and they are sent one after
 * the other, in the order in which they were typed.
 *
 * A form takes part with the name of its text field in `data-queue`, and may name the list where its
 * texts are shown until they are saved in `data-waiting`. What the server refuses comes back into the
 * field; if something else stands there, it waits in the list and can be fetched back.
 */
class SendQueue extends HTMLElement {
  #entries = []; // taken, and neither saved nor back in a field
  #sending = null; // the one that is on its way, with the status of its answer
  #keys = new Map(); // of texts whose answer was lost, so that they are not saved twice

  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this, true);
    window.addEventListener("beforeunload", this);
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this, true);
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
    const entry = { id: form.id, url: form.action, field: field.name, values, text: field.value, to: goal(form) };
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
    const entry = this.#entries.find((each) => !each.isRefused);
    if (this.#sending || !entry) return;
    this.#sending = {};
    entry.key = this.#keys.get(entry.url + entry.text) ?? newKey();
    const headers = { "Idempotency-Key": entry.key };
    const { values, to } = entry;
    await htmx.ajax("POST", entry.url, { source: this, swap: "none", ...to, values, headers });
    const { status } = this.#sending;
    this.#sending = null;
    if (status < 400) this.#saved(entry);
    else this.#refused(entry, status);
    this.#sendNext();
  }

  #answered({ hx, response }) {
    this.#sending.status = hx?.redirect ? 401 : response?.status;
  }

  #saved(entry) {
    this.#keys.delete(entry.url + entry.text);
    this.#forget(entry);
    this.#tell("text:saved", entry);
  }

  /** What comes after it from the same form would be refused, too: it is not sent, unless the text itself was wrong. */
  #refused(entry, status) {
    if (!status || status >= 500) {
      this.#keys.set(entry.url + entry.text, entry.key);
      this.#say(this.dataset.lost);
    }
    const also = status === 422 ? [] : this.#entries.filter((each) => each.url === entry.url && each.id === entry.id);
    for (const each of new Set([entry, ...also])) this.#giveBack(each);
    this.#tell("text:refused", entry);
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

  /** Its form is gone from the page: the text is said, so that it can be copied. */
  #keep(entry) {
    this.#forget(entry);
    this.#say(`${this.dataset.notSaved}: ${entry.text}`);
  }

  /** The text goes into the field, and what stands there takes its place. */
  #exchange(entry) {
    const field = fieldOf(entry);
    const other = field.value;
    this.#fill(field, entry);
    if (!other) return;
    const left = { ...entry, text: other, label: other, isRefused: true, shown: null };
    this.#entries.push(left);
    this.#show(left, field.form);
    this.#giveBack(left);
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
    this.#entries = this.#entries.filter((each) => each !== entry);
    entry.shown?.remove();
  }

  /** A refused text has passed by another way, an override: it is not kept in the field. */
  #otherSaved({ type, detail: { ctx } }) {
    if (type !== "htmx:finally:request" || !(ctx.response?.status < 400) || !ctx.request.body) return;
    const { pathname } = new URL(ctx.request.action, document.baseURI);
    for (const form of document.querySelectorAll("form[data-queue]")) {
      const field = form.elements[form.dataset.queue];
      if (form === ctx.sourceElement || new URL(form.action).pathname !== pathname) continue;
      const said = Object.entries(Object.fromEntries(new FormData(form)));
      const isSame = said.every(([name, value]) => name === "csrfmiddlewaretoken" || ctx.request.body.get(name) === value);
      if (isSame) field.value = "";
    }
  }

  #signedOut(event) {
    event.preventDefault(); // the page stays, and what is typed on it
    this.#tell("board:gone", { why: "signedOut" });
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { bubbles: true, detail }));
  }

  #say(words) {
    this.#tell("page:say", { words });
  }
}

const HEARD = ["submit", "htmx:after:request", "htmx:finally:request"];

/** Where the answer goes, as the form says it to htmx. */
function goal(form) {
  const target = form.getAttribute("hx-target");
  return target ? { target, swap: form.getAttribute("hx-swap") } : {};
}

function fieldOf({ id, url, field }) {
  const form = document.getElementById(id);
  return form?.action === url ? form.elements[field] : null;
}

/** A key that tells a retry from a new request; secure contexts only have randomUUID. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-");
}

customElements.define("send-queue", SendQueue);
