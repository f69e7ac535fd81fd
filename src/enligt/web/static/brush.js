// Dragging across the bars chooses the time, in the two fields above; without this, the fields are used as they are.
const chart = document.querySelector("svg[data-brush]");
const since = document.querySelector("#since");
const until = document.querySelector("#until");
const hint = document.querySelector(".only-script");

if (chart && since && until) {
  const columns = [...chart.querySelectorAll("[data-period]")].map((one) => ({ name: one.dataset.period, x: Number(one.dataset.x) }));
  const shade = chart.querySelector(".brushed");
  const end = columns.length > 1 ? columns[1].x - columns[0].x : 60;
  let from = null;
  let dragged = false;
  chart.classList.add("ready");
  hint?.removeAttribute("hidden");

  const place = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.getScreenCTM().inverse()).x;
  const at = (x) => Math.max(0, columns.findLastIndex((one) => one.x <= x));

  function draw(to) {
    const [first, last] = [at(Math.min(from, to)), at(Math.max(from, to))];
    shade.classList.add("on");
    shade.setAttribute("x", columns[first].x);
    shade.setAttribute("width", columns[last].x + end - columns[first].x);
    return [columns[first].name, columns[last].name];
  }

  function choose(field, value) {
    if (![...field.options].some((one) => one.value === value)) field.add(new Option(value, value));
    field.value = value;
  }

  // A bar is a link: a press that does not move is left to it, one that moves chooses the time.
  chart.addEventListener("pointerdown", (event) => {
    from = place(event);
    dragged = false;
  });
  chart.addEventListener("pointermove", (event) => {
    if (from === null) return;
    if (event.buttons === 0) { from = null; return; }
    const to = place(event);
    if (!dragged && Math.abs(to - from) <= 4) return;
    if (!dragged) chart.setPointerCapture(event.pointerId);
    dragged = true;
    draw(to);
  });
  chart.addEventListener("pointercancel", () => { from = null; });
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);
  chart.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const to = place(event);
    if (!dragged) { from = null; return; }
    const [first, last] = draw(to);
    from = null;
    choose(since, first);
    choose(until, last);
    since.form.requestSubmit();
  });
}
