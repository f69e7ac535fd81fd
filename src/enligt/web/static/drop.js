// Files dropped anywhere on the form are put into its field; without this, the field is used as it is.
const form = document.querySelector("form[data-drop]");
const field = form?.querySelector("input[type=file]");
const zone = form?.querySelector(".drop");

if (form && field && zone) {
  form.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone.classList.add("over");
  });
  form.addEventListener("dragleave", () => zone.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    zone.classList.remove("over");
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
  });
}
