// What a message carries besides text: pictures, files and the small things people send.
import { fileAddress } from "./api.js";
import { h, icon } from "./dom.js";
import { size } from "./format.js";
import { t } from "./texts.js";

const chip = (picture, title, detail, href) => h(
  href ? "a" : "div",
  { class: "chip", href, target: href ? "_blank" : null, rel: href ? "noopener" : null,
    "aria-label": href ? t("message.download", { name: title }) : null },
  h("span", { class: "chip-icon" }, icon(picture)),
  h("span", { class: "chip-text" }, h("b", {}, title), detail ? h("small", {}, detail) : null),
);

const file = (kind, picture, title) => (message) => {
  const thing = message[kind];
  return chip(picture, thing.file_name ?? t(title), size(thing.file_size), fileAddress(thing.file_unique_id));
};

function photo(message, onload) {
  const largest = message.photo.at(-1);
  const address = fileAddress(largest.file_unique_id);
  const picture = h("img", { src: address, alt: message.caption ?? t("message.photo_alt"), onload });
  if (largest.width && largest.height) {
    picture.width = largest.width;
    picture.height = largest.height;
    picture.style.height = "auto";
  }
  return h("a", { class: "media", href: address, target: "_blank", rel: "noopener" }, picture);
}

const PARTS = {
  photo,
  document: file("document", "file", "message.document"),
  video: file("video", "file", "message.video"),
  animation: file("animation", "file", "message.video"),
  audio: file("audio", "file", "message.audio"),
  voice: (message) => chip("mic", t("message.voice"), `${message.voice.duration ?? 0} s`, null),
  video_note: () => chip("file", t("message.video"), "", null),
  sticker: (message) => h("div", { class: "big", role: "img", "aria-label": t("message.sticker") }, message.sticker.emoji ?? "🙂"),
  contact: (message) => chip("person", message.contact.first_name, message.contact.phone_number, null),
  location: (message) => chip("place", t("message.location"), coordinates(message.location), null),
  venue: (message) => chip("place", message.venue.title, message.venue.address, null),
  poll: (message) => h("div", {}, h("b", {}, `${t("message.poll")}: ${message.poll.question}`),
    h("ul", {}, message.poll.options.map((option) => h("li", {}, option.text)))),
  dice: (message) => h("div", {}, h("span", { class: "big" }, message.dice.emoji), ` ${t("message.dice", { n: message.dice.value })}`),
  story: () => chip("file", t("message.story"), "", null),
};

const coordinates = (place) => `${place.latitude.toFixed(4)}; ${place.longitude.toFixed(4)}`;

export function attachment(message, onload) {
  const kind = Object.keys(PARTS).find((name) => message[name] && (name !== "document" || !message.animation));
  return kind ? { kind, node: PARTS[kind](message, onload) } : null;
}

// One line that stands for a message where only a line fits.
export function summary(message) {
  const text = message.text ?? message.caption;
  if (text) return text.length > 90 ? `${text.slice(0, 90)}…` : text;
  const kind = Object.keys(PARTS).find((name) => message[name]);
  if (kind === "dice") return message.dice.emoji;
  return kind ? t(`message.${kind}`) : "";
}
