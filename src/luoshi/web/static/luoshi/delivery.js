// Conveniences of accounts: reuse the last value, choose all, no save lost to a stray page change.
(() => {
  "use strict";

  const show = () => document.querySelectorAll("[data-reuse], [data-all]").forEach((el) => { el.hidden = false; });
  show();
  document.addEventListener("htmx:load", show);

  // <button data-reuse="id" data-value="30">: put the last accepted value into the field.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reuse]");
    if (!button) return;
    const field = document.getElementById(button.dataset.reuse);
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  // <input type="checkbox" data-all> in a form: all boxes of the table.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all]")) return;
    const boxes = event.target.closest("table").querySelectorAll("tbody input[type=checkbox]");
    boxes.forEach((box) => { box.checked = event.target.checked; });
  });
})();
