// Shows what is typed into the passphrase fields of a form, while its box is ticked. Hidden
// again before the form is sent, so that no browser offers a passphrase as remembered text.

export function watchReveals() {
  for (const box of document.querySelectorAll("[data-reveals]")) {
    const fields = box.form.querySelectorAll("input[type=password]");
    const show = (isShown) => fields.forEach((field) => {
      field.type = isShown ? "text" : "password";
      field.spellcheck = false;
    });
    box.addEventListener("change", () => show(box.checked));
    box.form.addEventListener("submit", () => {
      box.checked = false;
      show(false);
    });
  }
}
