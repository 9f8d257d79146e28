// The keys that decide on the cell in sight: 1-9 and X press its buttons, 0 goes to its field. Streamlit's
// own keys now and then press the button of the cell before as well: nothing comes through to them.
// Which cell is in sight the page alone knows: what is told of it here comes a moment later.
let told;

const part = (name) => document.querySelector(`[class*="st-key-${name}-"]`);

function onKey(event) {
  const [, key] = /^(?:Digit|Numpad|Key)(\d|X)$/.exec(event.code) ?? [];
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (!key || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (key === "0") part(told.field)?.querySelector("input")?.focus();
  else if (!event.repeat) part(key === "X" ? told.leaveOut : `${told.value}-${key}`)?.querySelector("button")?.click();
}

export default function ({ data }) {
  told = data;
  addEventListener("keydown", onKey, true); // the same one, however often a cell is drawn
  if (data.comesUp) part(`${data.value}-1`)?.scrollIntoView({ block: "center" });
  return () => {
    if (told === data) removeEventListener("keydown", onKey, true);
  };
}
