// Many cells out of one picture, in groups; pressing one tells which, and brings it back in sight later.
let pressed;

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  const groups = data.groups.map(({ title, cells }) => {
    const section = document.createElement("section");
    section.appendChild(document.createElement("h4")).textContent = title;
    const box = section.appendChild(document.createElement("div"));
    box.className = "cells";
    for (const [code, name, mark, left, top, width, height] of cells) {
      const button = box.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = mark;
      button.title = name;
      button.setAttribute("aria-label", name);
      Object.assign(button.style, {
        width: `${width * data.scale}px`,
        height: `${height * data.scale}px`,
        backgroundImage: `url(${data.picture})`,
        backgroundSize: `${data.width * data.scale}px ${data.height * data.scale}px`,
        backgroundPosition: `${-left * data.scale}px ${-top * data.scale}px`,
      });
      button.onclick = () => {
        pressed = [...parentElement.querySelectorAll("button")].indexOf(button);
        setTriggerValue("cell", code);
      };
    }
    return section;
  });
  parentElement.querySelector(".sheet").replaceChildren(...groups);
  if (!data.isOpen && pressed !== undefined) {
    parentElement.querySelectorAll("button")[pressed]?.focus();
    pressed = undefined;
  }
}
