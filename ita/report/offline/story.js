"use strict";
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const words = JSON.parse(document.getElementById("story-words").textContent);
  const black = document.getElementById("black");
  const timer = document.getElementById("timer");
  const help = document.getElementById("help");
  let place = 0, started = null, desk = null, hiding = 0;

  // The code is no id, or the browser would scroll to it, and a page around this one with it.
  const placeOf = (code) => slides.findIndex((slide) => slide.dataset.code === code);

  const show = (wanted) => {
    place = Math.min(Math.max(wanted, 0), slides.length - 1);
    slides.forEach((slide, number) => {
      slide.classList.toggle("is-shown", number === place);
      slide.inert = number !== place;
    });
    const here = "#" + slides[place].dataset.code;
    if (location.hash !== here) history.replaceState(null, "", here);
    tellDesk();
  };

  const fit = () => {
    const { clientWidth, clientHeight } = document.documentElement;
    const scale = Math.min(clientWidth / 1920, clientHeight / 1080);
    document.documentElement.style.setProperty("--scale", scale);
  };

  // The timer starts with the first step forward, and can be started again from nought.
  const clock = () => {
    if (started === null) return;
    const seconds = Math.floor((Date.now() - started) / 1000);
    const text = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    timer.textContent = text;
    timer.classList.toggle("is-over", seconds >= words.minutes * 60);
    if (desk && !desk.closed) desk.document.getElementById("time").textContent = text;
  };

  const start = () => { if (started === null) started = Date.now(); };

  // The presenter's own window: notes, what comes next, the time. It works from a file too.
  const openDesk = () => {
    if (desk && !desk.closed) { desk.focus(); return; }
    desk = window.open("", "presenter", "width=900,height=640");
    if (!desk) return;
    const page = desk.document;
    page.title = words.notes;
    page.documentElement.lang = document.documentElement.lang;
    page.body.replaceChildren();
    page.body.style.cssText = "font:22px/1.6 Sarabun,sans-serif;margin:24px;background:#101823;color:#E9EEF5";
    for (const [tag, id, style] of [["output", "time", "font-size:56px;font-weight:700"],
      ["h1", "now", "font-size:30px;margin:8px 0 16px"], ["div", "said", ""],
      ["p", "then", "color:#A4AFBE;border-top:1px solid #2B3A50;padding-top:12px"]]) {
      const part = page.createElement(tag);
      part.id = id;
      part.style.cssText = style;
      page.body.append(part);
    }
    page.addEventListener("keydown", press);
    tellDesk();
    clock();
  };

  const headline = (number) => slides[number] ? slides[number].querySelector("h1").textContent : words.end;

  const tellDesk = () => {
    if (!desk || desk.closed) return;
    const page = desk.document;
    page.getElementById("now").textContent = (place + 1) + " / " + slides.length + " · " + headline(place);
    page.getElementById("then").textContent = words.then + " " + headline(place + 1);
    const lines = [...slides[place].querySelectorAll(".notes p")].map((line) => {
      const copy = page.createElement("p");
      copy.textContent = line.textContent;
      return copy;
    });
    page.getElementById("said").replaceChildren(...lines);
  };

  const full = () => {
    if (!document.fullscreenEnabled) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  };

  const doing = {
    next: () => { if (!black.hidden) { black.hidden = true; return; } start(); show(place + 1); },
    previous: () => { if (!black.hidden) { black.hidden = true; return; } show(place - 1); },
    first: () => { black.hidden = true; show(0); },
    last: () => { black.hidden = true; show(slides.length - 1); },
    black: () => { black.hidden = !black.hidden; },
    notes: openDesk,
    timer: () => {
      timer.hidden = !timer.hidden;
      start();
      clock();
    },
    restart: () => { started = Date.now(); clock(); },
    full,
    help: () => help.open ? help.close() : help.showModal(),
  };

  // By the place of the key, so that they work on a Thai keyboard as well.
  const keys = {
    ArrowRight: "next", ArrowDown: "next", Space: "next", PageDown: "next", Enter: "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
    Home: "first", End: "last", KeyB: "black", Period: "black", KeyN: "notes", KeyT: "timer", KeyR: "restart",
    KeyF: "full", F5: "full", KeyH: "help", Slash: "help",
  };

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const named = keys[event.code] || keys[event.key];
    if (!named || (help.open && named !== "help")) return;
    if (event.target.closest && event.target.closest("button") && ["Enter", "Space"].includes(event.code)) return;
    event.preventDefault();
    doing[named]();
  };

  const point = () => {
    document.body.classList.add("is-pointing");
    clearTimeout(hiding);
    hiding = setTimeout(() => document.body.classList.remove("is-pointing"), 2500);
  };

  let touched = null, isSwipe = false;
  addEventListener("keydown", press);
  addEventListener("resize", fit);
  addEventListener("hashchange", () => { const wanted = placeOf(location.hash.slice(1)); if (wanted >= 0) show(wanted); });
  addEventListener("mousemove", point);
  addEventListener("touchstart", (event) => { touched = event.changedTouches[0]; point(); }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!touched) return;
    const moved = event.changedTouches[0].clientX - touched.clientX;
    isSwipe = Math.abs(moved) > 50;
    if (isSwipe) doing[moved < 0 ? "next" : "previous"]();
    touched = null;
  }, { passive: true });
  document.getElementById("hall").addEventListener("click", (event) => {
    if (isSwipe) { isSwipe = false; return; }
    doing[event.clientX < innerWidth / 4 ? "previous" : "next"]();
  });
  black.addEventListener("click", doing.black);
  document.querySelectorAll("[data-do]").forEach((button) =>
    button.addEventListener("click", () => { doing[button.dataset.do](); button.blur(); }));
  document.querySelector("[data-do=full]").hidden = !document.fullscreenEnabled;
  setInterval(clock, 500);
  fit();
  show(Math.max(placeOf(location.hash.slice(1)), 0));
})();
