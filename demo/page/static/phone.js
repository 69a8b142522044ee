// One phone: whose it is, its conversation with the bot, and what its owner can do.
import { get, post, Refused, upload } from "./api.js";
import { samplePhoto } from "./attach.js";
import { Compose } from "./compose.js";
import { acknowledge, noteIn, toast } from "./dialog.js";
import { h, icon, popup } from "./dom.js";
import { Log } from "./log.js";
import { samples } from "./samples.js";
import { t } from "./texts.js";

let serial = 0;

export class Phone {
  // spec: {role, label, people: [{id, name}], chat (group id) or null, bot: {first_name}, title}
  constructor(spec, { onMessage, onEdit, onUnread, onClose }) {
    this.spec = spec;
    this.role = spec.role;
    this.id = `phone-${(serial += 1)}`;
    this.viewer = spec.people[0].id;
    this.tell = { onMessage, onEdit, onUnread };
    this.waiting = new Map();
    this.build(onClose);
  }

  get chat() { return this.spec.chat ?? this.viewer; }
  get isGroup() { return Boolean(this.spec.chat); }
  get viewers() { return this.spec.people.map((person) => person.id); }

  build(onClose) {
    const { spec } = this;
    this.status = h("p", {}, this.idleStatus());
    this.more = h("button", { type: "button", class: "round", "aria-label": t("phone.more"), title: t("phone.more"), "aria-expanded": "false", onclick: () => this.openMore() }, icon("more"));
    const head = h("header", { class: "head" },
      h("span", { class: `avatar ${this.isGroup ? "group" : ""}`, "aria-hidden": "true" }, initials(spec.title)),
      h("div", { class: "head-text" }, h("h2", {}, spec.title), this.status),
      this.isGroup ? null : this.more);
    const foot = h("div", { class: "foot" });
    const space = h("div", { class: "chat" });
    this.device = h("div", { class: "device" }, head, space, foot);
    this.switch = spec.people.length > 1 && !this.isGroup ? this.personSwitch() : null;
    const close = onClose ? h("button", { type: "button", class: "x", "aria-label": t("phone.close"), title: t("phone.close"), onclick: () => onClose(this) }, "✕") : null;
    const label = h("div", { class: `phone-label ${this.switch || close ? "useful" : ""}` }, h("span", { class: "name" }, spec.label), this.switch ?? "", close ?? "");
    this.node = h("section", { class: "phone", id: this.id, "aria-label": spec.label, "data-role": this.role }, label, this.device);
    this.log = new Log(space, this.actions(), { label: spec.label, isGroup: this.isGroup });
    this.compose = new Compose(foot, this.actions());
    this.acceptDrops();
  }

  personSwitch() {
    return h("span", { class: "people", role: "group", "aria-label": t("phone.person_switch") }, this.spec.people.map((person) => h("button", {
      type: "button", "aria-pressed": String(person.id === this.viewer), "data-person": person.id, onclick: () => this.hold(person.id),
    }, person.name)));
  }

  async hold(viewer) {
    this.viewer = viewer;
    this.waiting.delete(viewer);
    this.compose.setAbout(null);
    this.marks();
    await this.load();
  }

  marks() {
    for (const button of this.switch?.children ?? []) {
      const id = Number(button.dataset.person);
      button.setAttribute("aria-pressed", String(id === this.viewer));
      button.querySelector(".dot")?.remove();
      if (this.waiting.get(id)) button.append(h("span", { class: "dot" }, String(this.waiting.get(id))));
    }
  }

  async load() {
    const asked = this.viewer;
    const found = await get(`/client/chat?viewer=${asked}&chat=${this.chat}`);
    if (asked !== this.viewer) return;
    this.blocked = Boolean(found.blocked);
    this.log.show(found.messages ?? []);
    this.refresh(found);
  }

  refresh(found) {
    this.keyboard = found.reply_keyboard ?? null;
    this.commands = found.commands ?? [];
    this.compose.show({ blocked: this.blocked, empty: this.log.isEmpty, isGroup: this.isGroup, keyboard: this.keyboard, commands: this.commands });
    this.status.textContent = this.idleStatus();
    this.status.className = "";
  }

  // A change told by the server; `viewer` is the person it was told to.
  async apply(viewer, change) {
    if (change.chat !== (this.spec.chat ?? viewer)) return;
    if (viewer !== this.viewer) {
      if (change.kind === "message" && !this.isGroup) this.note(viewer);
      return;
    }
    const { kind, message } = change;
    if (kind === "message" && message) this.arrive(message);
    else if (kind === "edit" && message) this.change(message);
    else if (kind === "delete") this.log.remove(change.message_ids ?? []);
    else if (kind === "typing") this.typing();
    if (kind !== "typing" && kind !== "edit" && kind !== "alert") await this.keyboardAgain();
  }

  note(viewer) {
    this.waiting.set(viewer, (this.waiting.get(viewer) ?? 0) + 1);
    this.marks();
    this.tell.onUnread(this);
  }

  arrive(message) {
    this.log.add(message);
    this.typing(false);
    this.compose.show({ empty: this.log.isEmpty });
    this.tell.onMessage(this, message);
  }

  change(message) {
    this.log.replace(message);
    this.tell.onEdit(this, message);
  }

  async keyboardAgain() {
    const asked = this.viewer;
    const found = await get(`/client/chat?viewer=${asked}&chat=${this.chat}`);
    if (asked !== this.viewer) return;
    this.blocked = Boolean(found.blocked);
    this.refresh(found);
  }

  idleStatus() {
    if (this.isGroup) return t("phone.members", { n: this.spec.members });
    return this.blocked ? t("phone.blocked_status") : t("phone.bot_status");
  }

  typing(on = true) {
    clearTimeout(this.typingEnds);
    this.status.textContent = on ? t("phone.typing") : this.idleStatus();
    this.status.className = on ? "typing" : "";
    if (on) this.typingEnds = setTimeout(() => this.typing(false), 5000);
  }

  actions() {
    return this.act ??= {
      send: (fields) => this.send(fields),
      sendFile: (file, as) => this.sendFile(file, as),
      edit: (message, text) => (text === undefined ? this.compose.setAbout({ kind: "edit", message }) : this.do("/client/edit", { message_id: message.message_id, text })),
      reply: (message) => this.compose.setAbout({ kind: "reply", message }),
      remove: (message) => this.do("/client/delete", { message_ids: [message.message_id] }),
      press: (message, key) => this.press(message, key),
      command: (text) => this.send({ text }),
      unblock: () => this.block(false),
      loaded: () => this.log.settle(),
    };
  }

  async do(path, fields) {
    try {
      return (await post(path, { viewer: this.viewer, chat: this.chat, ...fields })) ?? {};
    } catch (error) {
      this.complain(error);
      return null;
    }
  }

  complain(error) {
    const reason = error instanceof Refused ? error.message : t("notice.failed");
    toast(t("notice.refused", { reason }));
  }

  async send(fields) {
    this.log.follow();
    const sent = await this.do("/client/send", samples(fields));
    if (sent?.message) this.log.add({ ...sent.message, mine: true });
    return sent;
  }

  async sendFile(file, as) {
    const chosen = file ?? (await samplePhoto());
    const caption = this.compose.area.value.trim();
    this.log.follow();
    try {
      const sent = await upload({ viewer: this.viewer, chat: this.chat, as, caption }, chosen);
      if (caption) this.compose.setText("");
      if (sent?.message) this.log.add({ ...sent.message, mine: true });
    } catch (error) {
      this.complain(error);
    }
  }

  async press(message, key) {
    const done = await this.do("/client/press", { message_id: message.message_id, data: key.callback_data });
    const alert = done?.alert;
    if (!alert?.text) return;
    if (alert.show_alert) await acknowledge(this.device, alert.text);
    else noteIn(this.device, alert.text);
  }

  openMore() {
    popup(this.more, this.device, h("div", { class: "pop top" },
      h("button", { type: "button", class: "danger", onclick: () => this.block(!this.blocked) }, t(this.blocked ? "phone.unblock" : "phone.block"))));
  }

  async block(blocked) {
    try {
      await post("/client/block", { viewer: this.viewer, blocked });
    } catch (error) {
      this.complain(error);
    }
    await this.load();
  }

  acceptDrops() {
    const mark = (event, on) => { event.preventDefault(); this.device.classList.toggle("drag", on); };
    this.device.addEventListener("dragover", (event) => mark(event, true));
    this.device.addEventListener("dragleave", (event) => mark(event, false));
    this.device.addEventListener("drop", (event) => {
      mark(event, false);
      const file = event.dataTransfer?.files?.[0];
      if (file) this.sendFile(file, file.type.startsWith("image/") ? "photo" : "document");
    });
  }
}

const initials = (title) => title.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => word[0].toUpperCase()).join("");
