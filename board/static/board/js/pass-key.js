/** A form that a passkey or security key fills in: the server says what to ask of the key. */
class PassKey extends HTMLElement {
  #form = null;

  connectedCallback() {
    this.#form = this.querySelector("form");
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return; // the form stays hidden
    this.#form.hidden = false;
    this.#form.addEventListener("submit", this.#ask);
  }

  disconnectedCallback() {
    this.#form.removeEventListener("submit", this.#ask);
  }

  #ask = async (event) => {
    event.preventDefault();
    const said = this.#form.querySelector("[role=alert]");
    said.textContent = "";
    try {
      const credential = await this.#answerOfTheKey();
      this.#form.elements.credential.value = JSON.stringify(credential.toJSON());
    } catch (error) {
      said.textContent = this.dataset.failed;
      console.info("The key did not answer:", error.message);
      return;
    }
    this.#form.submit();
  };

  async #answerOfTheKey() {
    const options = await this.#options();
    if (this.dataset.asks === "create") {
      const asked = options.creation_options.publicKey;
      if (this.#form.elements.passwordless?.checked) {
        const needs = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
        asked.authenticatorSelection = { ...asked.authenticatorSelection, ...needs };
      }
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
      return navigator.credentials.create({ publicKey });
    }
    const asked = options.request_options.publicKey;
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
  }

  /** They stand in the page, or are fetched when they are needed. */
  async #options() {
    const inPage = this.querySelector("script[type='application/json']");
    if (inPage) return JSON.parse(inPage.textContent);
    const answer = await fetch(this.#form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }
}

customElements.define("pass-key", PassKey);
