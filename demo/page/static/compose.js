// The writing line of one phone: text, commands, attach menu, reply keyboard, blocked state.
import { h, icon, popup } from "./dom.js";
import { count } from "./format.js";
import { summary } from "./media.js";
import { attachMenu } from "./attach.js";
import { t } from "./texts.js";

const LIMIT = 4096;

export class Compose {
  // `act`: send(fields), sendFile(file, as, caption), edit(message, text), unblock().
  constructor(host, act) {
    this.host = host;
    this.act = act;
    this.about = null;
    this.keysOpen = true;
    this.state = { blocked: false, empty: true, isGroup: false, keyboard: null, commands: [] };
    this.build();
  }

  build() {
    this.area = h("textarea", { rows: "1", placeholder: t("compose.placeholder"), "aria-label": t("compose.placeholder"), oninput: () => this.fit(), onkeydown: (event) => this.key(event), onpaste: (event) => this.paste(event) });
    this.menu = this.round("slash", t("compose.menu"), "/", () => this.openCommands());
    this.attach = this.round("", t("compose.attach"), icon("attach"), () => popup(this.attach, this.host, attachMenu(this.act)));
    this.toggle = this.round("", t("compose.keyboard_hide"), icon("keyboard"), () => this.flipKeys());
    this.send = this.round("send", t("compose.send"), icon("send"), () => this.submit());
    this.counter = h("span", { class: "counter", role: "status", hidden: true });
    this.context = h("div", { class: "context", hidden: true });
    this.line = h("div", { class: "line" }, this.menu, this.attach, this.area, this.toggle, this.send);
    this.keys = h("div", { class: "reply-keys", role: "group", "aria-label": t("compose.keyboard_of") });
    this.gate = h("div", { hidden: true });
    this.host.append(this.context, this.line, this.counter, this.keys, this.gate);
    this.fit();
  }

  round(kind, label, face, onclick) {
    return h("button", { type: "button", class: `round ${kind}`, "aria-label": label, title: label, onclick }, face);
  }

  // Show what the conversation allows now.
  show(state) {
    const before = this.state.keyboard;
    Object.assign(this.state, state);
    const { blocked, empty, isGroup, keyboard, commands } = this.state;
    if (JSON.stringify(before) !== JSON.stringify(keyboard)) this.keysOpen = true;
    const gated = blocked || (empty && !isGroup);
    this.gate.hidden = !gated;
    if (gated) this.gate.replaceChildren(...(blocked ? this.unblock() : [this.start()]));
    this.line.hidden = gated;
    this.menu.hidden = !commands.length;
    this.toggle.hidden = !keyboard;
    this.keys.hidden = gated || !keyboard || !this.keysOpen;
    this.area.placeholder = keyboard?.input_field_placeholder ?? t("compose.placeholder");
    this.drawKeys(keyboard);
  }

  start() {
    return h("button", { type: "button", class: "wide", onclick: () => this.act.send({ text: "/start" }) }, t("phone.start"));
  }

  unblock() {
    return [
      h("p", { class: "note" }, t("phone.blocked_note")),
      h("button", { type: "button", class: "wide danger", onclick: () => this.act.unblock() }, t("phone.unblock")),
    ];
  }

  drawKeys(keyboard) {
    this.toggle.setAttribute("aria-expanded", String(Boolean(keyboard && this.keysOpen)));
    const label = this.keysOpen ? t("compose.keyboard_hide") : t("compose.keyboard_show");
    this.toggle.setAttribute("aria-label", label);
    this.toggle.title = label;
    const rows = (keyboard?.keyboard ?? []).map((row) => h("div", { class: "reply-row" }, row.map((key) => this.replyKey(key, keyboard))));
    this.keys.replaceChildren(...rows);
  }

  replyKey(key, keyboard) {
    const spec = typeof key === "string" ? { text: key } : key;
    return h("button", { type: "button", onclick: () => {
      if (keyboard.one_time_keyboard) this.flipKeys();
      this.act.send(spec.request_location ? { location: true } : spec.request_contact ? { contact: true } : { text: spec.text });
    } }, spec.text);
  }

  flipKeys() {
    this.keysOpen = !this.keysOpen;
    this.show({});
  }

  openCommands() {
    const list = h("div", { class: "pop bottom left" }, this.state.commands.map((entry) => h("button", {
      type: "button", onclick: () => this.act.send({ text: `/${entry.command}` }),
    }, h("b", {}, `/${entry.command}`), h("span", { class: "what" }, entry.description))));
    popup(this.menu, this.host, list);
  }

  key(event) {
    if (event.key === "Escape" && this.about) this.setAbout(null);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  paste(event) {
    const file = [...(event.clipboardData?.files ?? [])][0];
    if (!file) return;
    event.preventDefault();
    this.act.sendFile(file, file.type.startsWith("image/") ? "photo" : "document");
  }

  fit() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, 150)}px`;
    const length = this.area.value.length;
    this.counter.hidden = length < LIMIT - 600;
    this.counter.classList.toggle("over", length > LIMIT);
    this.counter.textContent = length > LIMIT ? `${t("compose.too_long")} (${count(length)})` : t("compose.count", { n: count(length) });
    this.send.disabled = !this.area.value.trim() || length > LIMIT;
  }

  async submit() {
    const text = this.area.value.trim();
    if (!text || this.area.value.length > LIMIT) return;
    const about = this.about;
    this.setText("");
    this.setAbout(null);
    const sent = about?.kind === "edit"
      ? await this.act.edit(about.message, text)
      : await this.act.send({ text, ...(about ? { reply_to: about.message.message_id } : {}) });
    if (!sent && !this.area.value) this.setText(text);
    this.area.focus();
  }

  setText(text) {
    this.area.value = text;
    this.fit();
  }

  // What the next text is about: an edit of, or a reply to, a message.
  setAbout(about) {
    this.about = about;
    this.context.hidden = !about;
    if (!about) return;
    this.context.replaceChildren(
      h("span", {}, h("b", {}, t(about.kind === "edit" ? "compose.editing" : "compose.replying")), summary(about.message)),
      h("button", { type: "button", class: "round", "aria-label": t("compose.cancel"), onclick: () => this.setAbout(null) }, "✕"),
    );
    if (about.kind === "edit") this.setText(about.message.text);
    this.area.focus();
  }
}
