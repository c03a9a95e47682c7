// Choosing between two values by keyboard: j and k move, 1 takes the sheet's, 2 the present one.
(() => {
  "use strict";
  const rows = [...document.querySelectorAll("tr.asks")];
  let at = -1;
  const go = (to) => {
    if (to < 0 || to >= rows.length) return;
    rows[at]?.classList.remove("is-current");
    at = to;
    rows[at].classList.add("is-current");
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const take = (side) => {
    if (at < 0) go(0);
    const radio = rows[at]?.querySelector(`input[value="${side}"]`);
    if (radio) { radio.checked = true; go(at + 1); }
  };
  const keys = { j: () => go(at + 1), k: () => go(at - 1), 1: () => take("mine"), 2: () => take("theirs") };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !rows.length || !keys[event.key]) return;
    if (event.target.closest("input:not([type=radio]), textarea, select")) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
