/** A form that a passkey or security key fills in, by the options that the server gives. */
class PassKey extends HTMLElement {
  #form = null;

  connectedCallback() {
    this.#form = this.querySelector("form");
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return; // the form stays hidden
    this.#form.hidden = false;
    this.#form.addEventListener("submit", this.#useKey);
  }

  disconnectedCallback() {
    this.#form.removeEventListener("submit", this.#useKey);
  }

  #useKey = async (event) => {
    event.preventDefault();
    const message = this.#form.querySelector("[role=alert]");
    message.textContent = "";
    try {
      const credential = await this.#credential();
      this.#form.elements.credential.value = JSON.stringify(credential.toJSON());
    } catch (error) {
      message.textContent = this.dataset.failed;
      console.info("The key did not answer:", error.message);
      return;
    }
    this.#form.submit();
  };

  async #credential() {
    const options = await this.#options();
    if (this.dataset.asks === "create") {
      const publicKey = options.creation_options.publicKey;
      if (this.#form.elements.passwordless?.checked) {
        const needs = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
        publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, ...needs };
      }
      return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
    }
    const publicKey = options.request_options.publicKey;
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }

  /** The options that the page holds, or else those that the server gives now. */
  async #options() {
    const inPage = this.querySelector("script[type='application/json']");
    if (inPage) return JSON.parse(inPage.textContent);
    const answer = await fetch(this.#form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }
}

customElements.define("pass-key", PassKey);
