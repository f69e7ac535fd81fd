// Keys for lists: j and k go down and up, Enter opens, / goes to the search. Nothing needs them.
const rows = [...document.querySelectorAll("[data-row]")];
let at = -1;

function typing(target) {
  return target instanceof Element && target.closest("input, select, textarea, summary, [contenteditable]") !== null;
}

function go(to) {
  if (rows.length === 0) return;
  rows[at]?.classList.remove("chosen");
  at = Math.max(0, Math.min(rows.length - 1, to));
  rows[at].classList.add("chosen");
  rows[at].querySelector("a")?.focus();
}

// What is wider than the window begins so that its latest month is seen, a network and a map with the middle.
for (const chart of document.querySelectorAll(".scroll > svg.bars, .scroll > svg.series, .scroll > svg.network, .scroll > svg.map")) {
  const around = chart.parentElement;
  if (chart.matches(".network, .map")) around.scrollLeft = (around.scrollWidth - around.clientWidth) / 2;
  else {
    const last = [...chart.querySelectorAll(":scope > g")].at(-1)?.getBoundingClientRect().right ?? 0;
    around.scrollLeft = Math.max(0, last - around.getBoundingClientRect().right + 12);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at < 0 ? rows.length - 1 : at - 1);
  else if (event.key === "/") (document.querySelector("main input[type=search]") ?? document.querySelector("#find"))?.focus();
  else return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const found = rows.findIndex((row) => row.contains(event.target));
  if (found < 0) return;
  rows[at]?.classList.remove("chosen");
  at = found;
  rows[at].classList.add("chosen");
});
