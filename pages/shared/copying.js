// A table as text: cells between tabs, a line each, titles first, what it is of last.
const PAPER_WIDTH = 186 / 25.4 * 96; // A4 less its margins
const WIDEST = [170, 120, 90]; // of a column; what is longer breaks into lines
const PADDING = 9;
const SAID_FOR = 4000;
const NUMBER = /^[-+−]?[\d.,]+$|^–?$/;

const split = (text) => text.split("\n").map((line) => line.split("\t"));
const bare = (cell) => cell.replace(/^'(?=[=+@-])/, ""); // the shield is for spreadsheets

async function copy(text, near) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without https the browser has only the older way.
  const box = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  box.style.position = "fixed";
  box.style.opacity = 0;
  document.body.append(box);
  box.select();
  box.setSelectionRange(0, text.length);
  const isCopied = document.execCommand("copy");
  box.remove();
  near.focus();
  if (!isCopied) throw new Error("the browser refused");
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function widths(rows, widest) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "10px Sarabun";
  const wide = (text) => Math.min(pen.measureText(text).width, widest) + PADDING;
  const words = (title) => Math.max(...title.split(/\s+/).map(wide));
  return rows[0].map((title, place) =>
    Math.max(words(title), ...rows.slice(1).map((row) => wide(row[place]))));
}

// Which columns stand side by side: as many as fit, the first ones, which name the row, each time.
function groups(rows, wide) {
  const isName = (place) => rows.slice(1).some((row) => !NUMBER.test(row[place]));
  const first = Math.min(wide.findIndex((_, place) => isName(place)), 1);
  const names = wide.map((_, place) => place).slice(0, first + 1);
  const found = [[...names]];
  for (let place = names.length; place < wide.length; place += 1) {
    const last = found.at(-1);
    if (sum([...last, place].map((one) => wide[one])) > PAPER_WIDTH && last.length > names.length) {
      found.push([...names, place]);
    } else last.push(place);
  }
  return found;
}

function drawn(rows, places, wide) {
  const [titles, ...body] = rows;
  const isNumber = new Map(places.map((place) =>
    [place, body.every((row) => NUMBER.test(row[place]))]));
  const table = document.createElement("table");
  const columns = table.appendChild(document.createElement("colgroup"));
  for (const place of places) {
    columns.appendChild(document.createElement("col")).style.width = `${wide[place]}px`;
  }
  const add = (part, row) => {
    const line = part.insertRow();
    for (const place of places) {
      const cell = document.createElement(part.tagName === "THEAD" ? "th" : "td");
      cell.textContent = bare(row[place]);
      cell.classList.toggle("is-number", isNumber.get(place));
      line.append(cell);
    }
  };
  add(table.createTHead(), titles);
  const part = table.createTBody();
  body.forEach((row) => add(part, row));
  return table;
}

export default function ({ data: bytes, parentElement }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  const [button, told, paper] = ["button", "span", ".paper"].map((name) =>
    parentElement.querySelector(name));
  const say = (label, state, aloud) => {
    button.textContent = label;
    button.className = state;
    told.textContent = aloud;
  };
  const rest = () => say(data.label, "", "");
  let timer;
  const tell = (label, state) => {
    say(label, state, label);
    clearTimeout(timer);
    timer = setTimeout(rest, SAID_FOR);
  };
  button.title = data.help;
  if (!button.textContent) rest();
  const take = () => copy(data.text, button)
    .then(() => tell(data.copied, "is-done"), () => tell(data.failed, "is-failed"));
  const onKey = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyC") take();
  };
  const grid = data.grid && document.querySelector(`.st-key-${CSS.escape(data.grid)}`);
  button.onclick = take;

  const print = () => {
    const lines = split(data.text);
    const rows = lines.slice(0, -1);
    const tries = WIDEST.map((widest) => widths(rows, widest));
    const wide = tries.find((found) => sum(found) <= PAPER_WIDTH) ?? tries[0];
    const tables = groups(rows, wide).map((places) => drawn(rows, places, wide));
    tables[0].createCaption().textContent = lines.at(-1)[0];
    paper.replaceChildren(...tables);
  };
  const clear = () => paper.replaceChildren();
  if (grid) {
    grid.addEventListener("keydown", onKey);
    addEventListener("beforeprint", print);
    addEventListener("afterprint", clear);
  }
  return () => {
    clearTimeout(timer);
    if (grid) grid.removeEventListener("keydown", onKey);
    removeEventListener("beforeprint", print);
    removeEventListener("afterprint", clear);
  };
}
