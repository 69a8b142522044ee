// Made-up things a person may send, so that each kind can be tried with one press.
import { t } from "./texts.js";

const MADE_UP = {
  sticker: () => ({ sticker: { emoji: "👍" } }),
  voice: () => ({ voice: { duration: 4 } }),
  contact: () => ({ contact: { first_name: t("compose.someone"), phone_number: "+84000000000" } }),
  location: () => ({ location: { latitude: 21.5942, longitude: 105.8482 } }),
  poll: () => ({ poll: { question: t("compose.poll_question"), options: [t("compose.poll_one"), t("compose.poll_two")] } }),
  dice: () => ({ dice: { emoji: "🎲", value: 4 } }),
  story: () => ({ story: { id: 1 } }),
  forward: () => ({ text: t("compose.forwarded_sample"), forward_from: { name: t("compose.someone") } }),
};

export function samples(fields) {
  const [name] = Object.keys(fields);
  return fields[name] === true && MADE_UP[name] ? MADE_UP[name]() : fields;
}
