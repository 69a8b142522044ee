// What happens on any phone, told by the server over one connection for all people: browsers
// allow six connections to one address, and the inbox needs some too.
import { toast } from "./dialog.js";
import { t } from "./texts.js";

export class Events {
  constructor({ onChange, onAgain }) {
    this.onChange = onChange;
    this.onAgain = onAgain;
    this.source = null;
    this.lost = false;
  }

  listen(viewers) {
    this.source?.close();
    const query = viewers.map((viewer) => `viewer=${viewer}`).join("&");
    this.source = new EventSource(`/demo/events?${query}`);
    this.source.addEventListener("change", (event) => {
      const change = JSON.parse(event.data);
      this.onChange(change.viewer, change);
    });
    this.source.addEventListener("open", () => this.back());
    this.source.addEventListener("error", () => this.gone());
  }

  gone() {
    if (this.lost) return;
    this.lost = true;
    this.note = toast(t("notice.offline"), 60000);
  }

  back() {
    if (!this.lost) return;
    this.lost = false;
    this.note?.remove();
    toast(t("notice.online"), 2000);
    this.onAgain();
  }
}
