// Talks to this machine only: the people's side of the test Telegram, and the demo's own routes.

export class Refused extends Error {}

async function answer(response) {
  const type = response.headers.get("content-type") ?? "";
  const body = type.includes("json") ? await response.json() : null;
  if (response.ok) return body;
  throw new Refused(body?.description ?? body?.error ?? body?.detail ?? String(response.status));
}

export async function get(path) {
  return answer(await fetch(path, { headers: { accept: "application/json" } }));
}

export async function post(path, body = {}) {
  return answer(await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  }));
}

export async function upload(fields, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  form.append("file", file, file.name);
  return answer(await fetch("/client/send", { method: "POST", body: form }));
}

export const fileAddress = (id) => `/client/file/${encodeURIComponent(id)}`;
