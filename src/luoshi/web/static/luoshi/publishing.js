// Names of bound numbers: a click puts the name into the paragraph that was last written in.
(() => {
  "use strict";
  let field = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".wording textarea")) field = event.target;
  });
  const put = (name) => {
    field = field && field.isConnected ? field : document.querySelector(".wording textarea");
    field.setRangeText(`{${name}}`, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.querySelectorAll(".names code[data-name]").forEach((code) => {
    code.setAttribute("role", "button");
    code.tabIndex = 0;
    code.addEventListener("click", () => put(code.dataset.name));
    code.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      put(code.dataset.name);
    });
  });
})();
