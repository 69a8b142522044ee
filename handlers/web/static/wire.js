// One way to talk to our own server: JSON out, JSON back, refusals as one kind of error.

export class Refused extends Error {
  constructor(code, words, waitSeconds = 0) {
    super(code);
    this.code = code;
    this.words = words;
    this.waitSeconds = waitSeconds;
  }
}

export async function post(path, body, csrf) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (csrf) headers["X-CSRF-Token"] = csrf;
  let response;
  try {
    response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    throw new Refused("network", "");
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const wait = Number(response.headers.get("Retry-After") ?? 0);
  throw new Refused(answer.error ?? "unexpected", answer.words ?? "", wait);
}

// Like post, for a page that stayed open while its session was replaced in another tab: the
// token is read anew from this page's own address and the act is tried once more.
export async function postFromPage(path, body) {
  try {
    return await post(path, body, pageToken());
  } catch (failure) {
    if (failure.code !== "cross_site" || !(await renewToken())) throw failure;
    return post(path, body, pageToken());
  }
}

async function renewToken() {
  const text = await (await fetch(location.href)).text();
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const token = parsed.querySelector('meta[name="csrf-token"]')?.content;
  if (!token) return false;
  document.querySelector('meta[name="csrf-token"]').content = token;
  return true;
}

export function pageToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

// The sentences of this page's language; the server writes them, scripts only show them.
export function pageWords() {
  return JSON.parse(document.getElementById("script-words").textContent);
}

export function wordsFor(failure, words) {
  return failure.words || words[failure.code] || words.unexpected;
}
