// Single-key commands: never while typing, never with Ctrl, Alt or Cmd, and with an off switch.

const PLACE = "andan.keys-off";
const sheet = document.getElementById("key-sheet");
const box = document.getElementById("keys-on");

export function onKeys(commands) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !isTyping(event)) return show(event);
    const command = commands[event.key];
    if (!command || isOff() || isTyping(event) || sheet?.open) return undefined;
    event.preventDefault();
    return command();
  });
}

function isOff() {
  return localStorage.getItem(PLACE) === "1";
}

function isTyping(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return true;
  const place = event.target;
  return place.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(place.tagName);
}

function show(event) {
  event.preventDefault();
  sheet?.showModal();
}

if (sheet) {
  box.checked = !isOff();
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(PLACE);
    else localStorage.setItem(PLACE, "1");
  });
  sheet.querySelector("button").addEventListener("click", () => sheet.close());
  document.getElementById("show-keys")?.addEventListener("click", () => sheet.showModal());
}
