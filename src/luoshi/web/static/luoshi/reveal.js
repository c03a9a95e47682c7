// From last to first, by key or click; those who share a place together. Without this file the
// whole table is there.
(() => {
  "use strict";
  const boards = [...document.querySelectorAll("[data-board]")];
  if (!boards.length) return;
  document.querySelector(".hint").hidden = false;
  const steps = boards.flatMap((board) => {
    const rows = [...board.querySelectorAll("tbody tr")];
    const places = [...new Set(rows.map((row) => row.dataset.place))].reverse();
    return places.map((place) => ({ board, rows: rows.filter((row) => row.dataset.place === place) }));
  });
  let shown = 0;
  const hide = (row) => { row.classList.add("is-hidden"); row.setAttribute("aria-hidden", "true"); };
  const show = (row) => { row.classList.remove("is-hidden"); row.removeAttribute("aria-hidden"); };
  const only = (board) => boards.forEach((each) => { each.hidden = each !== board; });
  const draw = () => {
    steps.forEach(({ rows }, at) => rows.forEach((row) => {
      (at < shown ? show : hide)(row);
      row.classList.toggle("is-new", at === shown - 1);
    }));
    only((steps[shown - 1] || steps[0]).board);
  };
  const next = () => {
    const turned = shown && shown < steps.length && steps[shown].board !== steps[shown - 1].board;
    if (turned && boards.some((each) => !each.hidden && each !== steps[shown].board)) only(steps[shown].board);
    if (shown < steps.length) { shown += 1; draw(); }
  };
  const all = () => { shown = steps.length; draw(); boards.forEach((each) => { each.hidden = false; }); };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("a")) return;
    if ([" ", "ArrowRight", "ArrowDown", "PageDown", "Enter"].includes(event.key)) next();
    else if (["ArrowLeft", "ArrowUp", "PageUp"].includes(event.key)) { shown = Math.max(0, shown - 1); draw(); }
    else if (event.key.toLowerCase() === "a") all();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => { if (!event.target.closest("a")) next(); });
  draw();
})();
