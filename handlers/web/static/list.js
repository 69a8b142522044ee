// Moving through the list by keys.

import { watchIdle } from "./idle.js";
import { onKeys } from "./keys.js";
import { layTrail } from "./trail.js";

const rows = [...document.querySelectorAll("[data-row] a.number")];

layTrail(location.pathname + location.search, rows.map((row) => row.textContent.trim()));

onKeys({
  j: () => step(1),
  k: () => step(-1),
  o: () => document.activeElement?.closest("[data-row]")?.querySelector("a.number").click(),
  "/": () => {
    const filters = document.getElementById("filters");
    filters.open = true;
    filters.querySelector("select, input").focus();
  },
});
watchIdle();

// Enter needs no command: the row's link has the focus.
function step(by) {
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next]?.focus();
}
