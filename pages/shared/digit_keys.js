// What Streamlit's own keys leave out: 0 goes to the field, the number pad presses like the digits above.
export default function ({ data }) {
  const part = (name) => document.querySelector(`[class*="st-key-${name}"]`);
  const onKey = (event) => {
    const [, pad, digit] = /^(Digit|Numpad)(\d)$/.exec(event.code) ?? [];
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (!digit || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    if (digit === "0") {
      event.preventDefault();
      part(data.field)?.querySelector("input")?.focus();
    } else if (pad === "Numpad") part(`${data.value}-${digit}-`)?.querySelector("button")?.click();
  };
  if (data.comesUp) part(data.value)?.scrollIntoView({ block: "center" });
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}
