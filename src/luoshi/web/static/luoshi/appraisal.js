// Sessions: the timer by the server's clock, pages that ask again, cells that Enter walks through.
(() => {
  "use strict";

  const live = document.getElementById("live");
  // How far this computer's clock is from the server's, in milliseconds.
  const off = live ? Number(live.dataset.now) - Date.now() : 0;

  const told = (seconds) => {
    const left = Math.abs(seconds);
    return `${seconds < 0 ? "-" : ""}${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  };
  const tick = () => {
    document.querySelectorAll(".timer").forEach((timer) => {
      const ends = Number(timer.dataset.ends);
      const whole = (ends - Number(timer.dataset.began)) / 1000;
      const left = Math.min(whole, Math.ceil((ends - Date.now() - off) / 1000));
      const first = Math.max(...timer.dataset.warn.split(",").map(Number));
      timer.querySelector("[data-left]").textContent = told(left);
      timer.classList.toggle("is-short", left <= first && left > 0);
      timer.classList.toggle("is-over", left <= 0);
      timer.querySelector("[data-warning]").hidden = !(left <= first && left > 0);
      timer.querySelector("[data-over]").hidden = left > 0;
    });
  };
  if (live) { tick(); setInterval(tick, 250); }

  // What is the same as before is not put in again: a button keeps its focus.
  let last = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== live) return;
    const text = event.detail.xhr.responseText;
    if (text === last) event.detail.shouldSwap = false;
    last = text;
  });
  document.addEventListener("htmx:afterSwap", tick);

  // The speaker's slides stay loaded behind a vote, on the page they were: the frame stands outside
  // of what is put in anew. Where the browser shows no PDF the link opens a window, as without script.
  const slides = document.getElementById("slides");
  let wanted = "";
  const place = () => {
    const link = live.querySelector("[data-slides]");
    const on = Boolean(link) && link.pathname === wanted;
    if (link) {
      link.setAttribute("role", "button");
      link.dataset.show ||= link.textContent;
      link.textContent = on ? link.dataset.back : link.dataset.show;
    }
    slides.hidden = !on;
    live.classList.toggle("has-slides", on);
    const address = `${wanted}#toolbar=0&navpanes=0&view=Fit`;
    if (on && slides.getAttribute("src") !== address) slides.src = address;
  };
  if (slides && navigator.pdfViewerEnabled !== false) {
    place();
    document.addEventListener("htmx:afterSwap", place);
    live.addEventListener("click", (event) => {
      const link = event.target.closest("[data-slides]");
      if (!link) return;
      event.preventDefault();
      wanted = wanted === link.pathname ? "" : link.pathname;
      place();
      if (wanted) slides.focus();
    });
  }

  // Enter goes to the next cell; in the last one it sends.
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form[data-cells]");
    if (!form || event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    const cells = [...form.querySelectorAll("input[type=text]")];
    const next = cells[cells.indexOf(event.target) + 1];
    if (next) { event.preventDefault(); next.focus(); next.select(); }
  });

  // <form data-again>: opens its answer elsewhere and may be sent again.
  document.querySelectorAll("form[data-again]").forEach((form) => {
    form.target = "_blank";
    form.addEventListener("submit", () => setTimeout(() => { delete form.dataset.sent; }, 3000));
  });
})();
