// The list a reviewer came from: its address and the case numbers on it, in order. Kept in this
// tab, so that "next" walks the list that was seen even while cases change their place in it.

const PLACE = "andan.trail";

export function layTrail(address, numbers) {
  sessionStorage.setItem(PLACE, JSON.stringify({ address, numbers }));
}

// Resolves nothing from the network: { back, at, count, previous, next }, or null.
export function onTrail(number) {
  const kept = read();
  if (!kept) return null;
  const at = kept.numbers.indexOf(number);
  return {
    back: kept.address,
    at,
    count: kept.numbers.length,
    previous: at > 0 ? kept.numbers[at - 1] : null,
    next: at >= 0 ? kept.numbers[at + 1] ?? null : null,
  };
}

function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    return kept?.address.startsWith("/inbox") && Array.isArray(kept.numbers) ? kept : null;
  } catch {
    return null;
  }
}
