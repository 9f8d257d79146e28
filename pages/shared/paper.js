// Before a page is printed: charts and grids as wide as the paper, what it is of at its foot.
const PAPER_WIDTH = Math.floor(186 / 25.4 * 96); // A4 less its margins

const all = (selector) => [...document.querySelectorAll(selector)];
const grids = () => all('[data-testid="stElementContainer"]:has([data-testid="stDataFrame"])');

function foot(line) {
  const type = "font: 7.5pt Sarabun, sans-serif; color: #000; vertical-align: top; padding-top: 2mm";
  return `@page {
    @bottom-left { content: ${JSON.stringify(line)}; ${type}; width: 170mm; }
    @bottom-right { content: counter(page) "/" counter(pages); ${type}; }
  }`;
}

export default function ({ data, parentElement }) {
  const style = parentElement.querySelector(".foot");
  style.textContent = foot(data.line);
  const before = new Map();
  const page = document.documentElement.classList;
  const lay = () => {
    const { colorScheme } = getComputedStyle(document.querySelector(".stApp"));
    page.toggle("is-dark", colorScheme === "dark");
    for (const chart of all(".js-plotly-plot")) {
      const { width, autosize, paper_bgcolor, plot_bgcolor } = chart.layout;
      before.set(chart, { width, autosize, paper_bgcolor, plot_bgcolor });
      const clear = { paper_bgcolor: "transparent", plot_bgcolor: "transparent" };
      window.Plotly.relayout(chart, { width: PAPER_WIDTH, ...clear });
    }
    for (const grid of grids()) {
      const frame = grid.querySelector('[data-testid="stDataFrame"]');
      grid.style.zoom = Math.min(1, PAPER_WIDTH / frame.clientWidth);
    }
  };
  const back = () => {
    for (const [chart, size] of before) window.Plotly.relayout(chart, size);
    before.clear();
    for (const grid of grids()) grid.style.zoom = "";
    page.remove("is-dark");
  };
  addEventListener("beforeprint", lay);
  addEventListener("afterprint", back);
  return () => {
    removeEventListener("beforeprint", lay);
    removeEventListener("afterprint", back);
  };
}
