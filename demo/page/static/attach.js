// The attach menu: files from this machine, and made-up samples of what people send.
import { h } from "./dom.js";
import { t } from "./texts.js";

const SAMPLES = [
  ["🖼️", "photo_sample", (act) => act.sendFile(null, "photo")],
  ["😀", "sticker", (act) => act.send({ sticker: true })],
  ["🎤", "voice", (act) => act.send({ voice: true })],
  ["👤", "contact", (act) => act.send({ contact: true })],
  ["📍", "location", (act) => act.send({ location: true })],
  ["📊", "poll", (act) => act.send({ poll: true })],
  ["🎲", "dice", (act) => act.send({ dice: true })],
  ["↪️", "forward", (act) => act.send({ forward: true })],
  ["⏳", "story", (act) => act.send({ story: true })],
];

export function attachMenu(act) {
  return h("div", { class: "pop bottom left" },
    picker("📷", "photo", "image/*", (file) => act.sendFile(file, "photo")),
    picker("📄", "file", null, (file) => act.sendFile(file, "document")),
    SAMPLES.map(([face, name, send]) => h("button", { type: "button", onclick: () => send(act) },
      h("span", { class: "pop-icon", "aria-hidden": "true" }, face), t(`compose.${name}`))));
}

function picker(face, name, accept, send) {
  const input = h("input", { type: "file", class: "visually-hidden", accept, onchange: () => {
    if (input.files[0]) send(input.files[0]);
    input.closest(".pop")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  } });
  return h("label", {}, h("span", { class: "pop-icon", "aria-hidden": "true" }, face), t(`compose.${name}`), input);
}

// A picture drawn here, so that trying a photo needs no file at hand.
export function samplePhoto() {
  const canvas = h("canvas", { width: "640", height: "420" });
  const pen = canvas.getContext("2d");
  const sky = pen.createLinearGradient(0, 0, 0, 420);
  sky.addColorStop(0, "#9cc9e8");
  sky.addColorStop(1, "#eef5e4");
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 640, 420);
  hill(pen, "#7fae7a", 300, 60);
  hill(pen, "#5d9164", 350, 35);
  pen.fillStyle = "#f6c453";
  pen.beginPath();
  pen.arc(520, 90, 42, 0, 7);
  pen.fill();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(new File([blob], "anh-mau.png", { type: "image/png" }))));
}

function hill(pen, colour, base, height) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(0, 420);
  for (let x = 0; x <= 640; x += 10) pen.lineTo(x, base - height * Math.sin((x + base) / 110));
  pen.lineTo(640, 420);
  pen.fill();
}
