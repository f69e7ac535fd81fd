// One key each on the row that is chosen (the first, unless another is): the buttons are there without this.
const rows = [...document.querySelectorAll(".item[data-row]")];

function typing(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const here = rows.find((row) => row.classList.contains("chosen")) ?? rows[0];
  const scope = event.key === "u" ? document : here;
  if (!scope || !/^[acrsmu]$/.test(event.key)) return;
  const found = scope.querySelector(`[data-key="${event.key}"]:not([disabled])`);
  if (!found) return;
  event.preventDefault();
  found.click();
  if (/[cm]/.test(event.key)) found.parentElement.querySelector("select, input:not([type=hidden])")?.focus();
});
