// Every page of the knowledge section: a form that takes long says so, a file that is too large is
// refused before it is sent, and a screen nobody looks at is left after half an hour.

import { watchIdle } from "./idle.js";

for (const form of document.querySelectorAll("form[data-busy]")) {
  const said = form.querySelector(".said");
  const button = form.querySelector("button");
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]");
    if (file?.files[0]?.size > Number(file?.dataset.largest)) {
      event.preventDefault();
      said.className = "said bad";
      said.textContent = form.dataset.tooBig;
      return;
    }
    said.className = "said";
    said.textContent = form.dataset.busy;
    button.disabled = true;
  });
  // Going back brings the page as it was left.
  addEventListener("pageshow", () => {
    said.textContent = "";
    button.disabled = false;
  });
}
watchIdle();
