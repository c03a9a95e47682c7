// What every page shares: search among units, drafts that save themselves, double-click guard, shortcuts.
(() => {
  "use strict";

  // The search among units comes with the first page that has many to choose from.
  const { src, ...told } = document.currentScript.dataset;
  let brought = false;
  const bring = () => {
    if (brought || document.querySelectorAll("select[data-units] option, input[data-units]").length < told.from) return;
    brought = true;
    const script = Object.assign(document.createElement("script"), { src });
    Object.assign(script.dataset, told);
    document.head.append(script);
  };
  bring();
  for (const kind of ["htmx:load", "htmx:pushedIntoHistory", "htmx:historyRestore"]) document.addEventListener(kind, bring);

  // A form is sent once; the button says that it is under way.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // Not form.method: a field named "method" hides it.
    const posts = form.getAttribute("method")?.toLowerCase() === "post";
    if (form.hasAttribute("hx-post") || !posts) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (form.dataset.draft) sessionStorage.setItem("sent", key(form));
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });

  // <form data-draft="key">: what is typed survives a lost connection or an expired session.
  const key = (form) => `draft:${form.dataset.draft}`;
  const fields = (form) => [...form.elements].filter(
    (el) => el.name && !["hidden", "password", "file", "submit", "button"].includes(el.type));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draft) return;
    const values = fields(form).map((el) =>
      [el.name, ["checkbox", "radio"].includes(el.type) ? el.checked : el.value]);
    localStorage.setItem(key(form), JSON.stringify(values));
  });
  // The draft goes once an answer shows that it arrived: no error, and nobody was asked to sign in.
  const answer = performance.getEntriesByType("navigation")[0]?.responseStatus || 200;
  const sent = sessionStorage.getItem("sent");
  sessionStorage.removeItem("sent");
  if (sent && answer < 400 && !document.querySelector("[type=password]")) localStorage.removeItem(sent);
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const saved = localStorage.getItem(key(form));
    if (!saved || form.querySelector(".is-invalid")) return;
    const inputs = fields(form);
    JSON.parse(saved).forEach(([name, value], index) => {
      const el = inputs[index];
      if (!el || el.name !== name) return;
      if (typeof value === "boolean") el.checked = value; else el.value = value;
    });
  });

  // "/" goes to the search box.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
    const box = document.querySelector(".search input");
    if (box) { event.preventDefault(); box.focus(); }
  });

  // <button data-print> prints the page.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
