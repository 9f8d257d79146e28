// What can be measured of a drawn page: widths, failures, charts and the contrast of every text.
() => {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, under) =>
    under.map((shade, part) => top[part] * top[3] + shade * (1 - top[3]));
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((shade) =>
      shade / 255 <= 0.03928 ? shade / 255 / 12.92 : ((shade / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const lineage = (element) => {
    const parents = [];
    for (let one = element; one; one = one.parentElement) parents.push(one);
    return parents;
  };
  const ground = (element) =>
    lineage(element).reverse().map((one) => rgba(getComputedStyle(one).backgroundColor))
      .reduce((under, top) => over(top, under), [255, 255, 255]);
  const wordsOf = (element) =>
    [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent.trim()).join(" ").trim();
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden";
  };
  const opacity = (element) =>
    lineage(element).reduce((product, one) => product * getComputedStyle(one).opacity, 1);
  const contrast = (element) => {
    const style = getComputedStyle(element);
    const back = ground(element);
    const ink = rgba(element.ownerSVGElement ? style.fill : style.color);
    ink[3] *= opacity(element);
    const [dark, bright] = [luminance(over(ink, back)), luminance(back)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };

  const texts = [...document.querySelectorAll(".stApp *")].filter((element) =>
    /[\p{L}\p{N}]/u.test(wordsOf(element)) && isSeen(element)
    && !element.closest('[data-testid="stIconMaterial"], style, [aria-hidden="true"]')
    && !element.closest("[data-tag]") // Streamlit sets the white text of chips, no theme can
    && opacity(element) > 0.3); // the watermark is meant to be faint

  const chart = (plot) => {
    const box = plot.querySelector(".main-svg").getBoundingClientRect();
    const labels = [...plot.querySelectorAll(".main-svg text")].filter(isSeen);
    const sticksOut = (label) => {
      const own = label.getBoundingClientRect();
      return own.left < box.left - 1 || own.right > box.right + 1
        || own.top < box.top - 1 || own.bottom > box.bottom + 1;
    };
    const lines = labels.filter((label) => opacity(label) > 0.3).flatMap((label) => {
      const parts = [...label.querySelectorAll("tspan.line")];
      return (parts.length ? parts : [label]).map((part) => [label, part]);
    });
    const collide = ([label, part], [otherLabel, otherPart]) => {
      const [own, other] = [part, otherPart].map((one) => one.getBoundingClientRect());
      return label !== otherLabel
        && Math.min(own.right, other.right) - Math.max(own.left, other.left) > 2
        && Math.min(own.bottom, other.bottom) - Math.max(own.top, other.top) > 5;
    };
    return {
      collisions: lines.flatMap((line, place) => lines.slice(place + 1)
        .filter((other) => collide(line, other))
        .map((other) => [line[1].textContent, other[1].textContent])),
      labels: labels.length,
      marks: plot.querySelectorAll(".trace path, .points path").length,
      outside: labels.filter(sticksOut).map((label) => label.textContent),
    };
  };

  const count = (selector) => document.querySelectorAll(selector).length;
  const scrolled = [document.documentElement, document.body, ...document.querySelectorAll(
    '[data-testid="stMain"], [aria-expanded="true"] [data-testid="stSidebarContent"]')];
  return {
    language: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1")].map((heading) => heading.innerText),
    boxes: count('[data-testid="stException"], [role="dialog"], [data-testid="stAlertContentError"]'),
    wide: scrolled.filter((one) => one.scrollWidth > one.clientWidth)
      .map((one) => `${one.dataset.testid || one.tagName} ${one.scrollWidth}>${one.clientWidth}`),
    charts: [...document.querySelectorAll(".js-plotly-plot")].map(chart),
    texts: texts.length,
    faint: texts.map((element) => [contrast(element), wordsOf(element).slice(0, 40)])
      .filter(([ratio]) => ratio < 4.5),
  };
}
