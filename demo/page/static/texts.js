// The page's sentences, loaded once from texts.toml (served as JSON).
import { get } from "./api.js";

let sentences = {};

export async function loadTexts() {
  sentences = await get("/demo/texts.json");
}

export function t(key, values = {}) {
  const [group, name] = key.split(".");
  const sentence = sentences[group]?.[name] ?? key;
  return sentence.replace(/\{([a-z_]+)\}/g, (whole, field) => String(values[field] ?? whole));
}
