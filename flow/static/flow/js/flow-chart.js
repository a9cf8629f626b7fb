/**
 * A chart: fetches its spec and data, draws them in its own size, and follows the reader's theme.
 *
 * Specs, numbers and texts come from the server; this element knows none of them. The drawing itself follows
 * the links of its points.
 */
class FlowChart extends HTMLElement {
  static #queue = Promise.resolve(); // charts are drawn one after the other, so that the first is seen early

  #lifetime = null;
  #view = null;
  #themes = {};

  connectedCallback() {
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.#paint(), { signal });
    const observer = new MutationObserver(() => this.#paint());
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    signal.addEventListener("abort", () => observer.disconnect());
    this.#draw(signal);
  }

  disconnectedCallback() {
    this.#lifetime.abort();
    this.#view?.finalize();
    this.#view = null;
  }

  async #draw(signal) {
    try {
      const [answer, { vegaEmbed }] = await Promise.all([
        fetch(this.dataset.src, { signal }),
        import(this.dataset.vega),
      ]);
      if (!answer.ok) throw new Error(answer.statusText);
      const { spec, data, themes } = await answer.json();
      if (signal.aborted) return;
      this.#themes = themes;
      const params = Object.entries(themes[this.#theme]).map(([name, value]) => ({ name, value }));
      await this.#enqueue(async () => {
        const { view } = await vegaEmbed(this, { ...spec, params, datasets: data }, OPTIONS);
        this.#view = view;
        this.querySelector("svg").setAttribute("aria-hidden", "true"); // the table has the same content
        this.dataset.state = "drawn";
      });
      if (signal.aborted) this.disconnectedCallback();
    } catch {
      if (!signal.aborted) this.#showError();
    }
  }

  #enqueue(draw) {
    const drawn = FlowChart.#queue.then(draw);
    FlowChart.#queue = drawn.catch(() => {}).then(nextPaint);
    return drawn;
  }

  /** Give the drawing the colours of the current theme. */
  #paint() {
    for (const [name, value] of Object.entries(this.#themes[this.#theme] ?? {})) {
      this.#view?.signal(name, value);
    }
    this.#view?.runAsync();
  }

  get #theme() {
    const schemes = getComputedStyle(this).colorScheme;
    const dark = schemes.includes("light")
      ? schemes.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches
      : schemes.includes("dark");
    return dark ? "dark" : "light";
  }

  #showError() {
    this.dataset.state = "lost";
    this.textContent = this.dataset.lost;
  }
}

const OPTIONS = {
  actions: false,
  ast: true, // expressions are interpreted: the content security policy forbids eval
  defaultStyle: false,
  logLevel: 1, // errors only: a part of the data may be empty
  renderer: "svg",
  tooltip: { disableDefaultStyle: true },
};

/** Resolves when the browser has painted the drawing. */
function nextPaint() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

customElements.define("flow-chart", FlowChart);
