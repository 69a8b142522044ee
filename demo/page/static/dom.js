// Small helpers to build nodes. Nothing here (or anywhere) assigns markup as a string.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (value === true) node.setAttribute(name, "");
    else node.setAttribute(name, String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const PATHS = {
  send: "M3 20.500 21.500 12 3 3.500v6.600L15 12 3 13.900z",
  attach: "M16.500 6v10.500a4 4 0 0 1-8 0V5.500a2.500 2.500 0 0 1 5 0V15a1 1 0 0 1-2 0V6H10v9a2.500 2.500 0 0 0 5 0V5.500a4 4 0 0 0-8 0v11a5.500 5.500 0 0 0 11 0V6z",
  keyboard: "M4 5h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zm1 3v2h2V8zm4 0v2h2V8zm4 0v2h2V8zm4 0v2h2V8zM5 12v2h2v-2zm4 0v2h6v-2zm8 0v2h2v-2z",
  more: "M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm0 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  down: "M12 16.500 4.500 9l1.400-1.400 6.100 6 6.100-6L19.500 9z",
  file: "M6 2h8l5 5v13a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm7 1.500V8h4.500z",
  mic: "M12 14a3 3 0 0 0 3-3V5a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zm5-3a5 5 0 0 1-10 0H5a7 7 0 0 0 6 6.900V21h2v-3.100A7 7 0 0 0 19 11z",
  place: "M12 2a7 7 0 0 0-7 7c0 5.200 7 13 7 13s7-7.800 7-13a7 7 0 0 0-7-7zm0 9.500A2.500 2.500 0 1 1 12 6.500a2.500 2.500 0 0 1 0 5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm0 2c-3 0-8 1.500-8 4.500V20h16v-1.500c0-3-5-4.500-8-4.500z",
  open: "M14 3v2h3.600l-9.800 9.800 1.400 1.400L19 6.400V10h2V3zM5 5v14h14v-7h-2v5H7V7h5V5z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  path.setAttribute("fill", "currentColor");
  svg.append(path);
  return svg;
}

// A list above the writing line may not be taller than the room there.
function fitAbove(host, list) {
  const device = host.closest(".device");
  if (!device || !list.classList.contains("bottom")) return;
  const room = host.getBoundingClientRect().top - device.getBoundingClientRect().top - 12;
  list.style.maxHeight = `${Math.max(140, room)}px`;
}

// A pop-up list that closes on Escape, on a click elsewhere, and gives focus back.
export function popup(opener, host, list) {
  const close = (refocus = true) => {
    list.remove();
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (refocus) opener.focus();
  };
  const outside = (event) => {
    if (!list.contains(event.target) && !opener.contains(event.target)) close(false);
  };
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const items = [...list.querySelectorAll("button, input")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = (items.indexOf(document.activeElement) + step + items.length) % items.length;
    items[next].focus();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("button")) close(false);
  });
  opener.setAttribute("aria-expanded", "true");
  host.append(list);
  fitAbove(host, list);
  document.addEventListener("pointerdown", outside, true);
  list.querySelector("button, input")?.focus();
  return close;
}
