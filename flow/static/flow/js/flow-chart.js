/**
 * A chart: fetches what to draw, draws it in its own size, and follows the reader's theme.
 *
 * Specs, numbers and words come from the server; this element knows none of them. The links of
 * points are followed by the drawing itself.
 */
class FlowChart extends HTMLElement {
  static #turn = Promise.resolve(); // one is drawn after the other, so that the first is seen soon

  #leaving = null;
  #view = null;
  #themes = {};

  connectedCallback() {
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.#paint(), { signal });
    const chosen = new MutationObserver(() => this.#paint());
    chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    signal.addEventListener("abort", () => chosen.disconnect());
    this.#draw(signal);
  }

  disconnectedCallback() {
    this.#leaving.abort();
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
      await this.#inTurn(async () => {
        const { view } = await vegaEmbed(this, { ...spec, params, datasets: data }, OPTIONS);
        this.#view = view;
        this.querySelector("svg").setAttribute("aria-hidden", "true"); // what it tells, the table says
        this.dataset.state = "drawn";
      });
      if (signal.aborted) this.disconnectedCallback();
    } catch {
      if (!signal.aborted) this.#say();
    }
  }

  #inTurn(draw) {
    const done = FlowChart.#turn.then(draw);
    FlowChart.#turn = done.catch(() => {}).then(painted);
    return done;
  }

  /** Give the drawing the colours of the theme that holds now. */
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

  #say() {
    this.dataset.state = "lost";
    this.textContent = this.dataset.lost;
  }
}

const OPTIONS = {
  actions: false,
  ast: true, // expressions are interpreted: the policy lets nothing be evaluated
  defaultStyle: false,
  logLevel: 1, // errors: a part of the data may well be empty
  renderer: "svg",
  tooltip: { disableDefaultStyle: true },
};

/** When the browser has shown what was drawn. */
function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

customElements.define("flow-chart", FlowChart);
