// Review by keyboard: j/k move, Enter confirms, e/s/x open a form, m merges, u undoes, a marks.
(() => {
  "use strict";
  const $ = (selector, from = document) => from.querySelector(selector);
  const desk = () => $("#desk");
  const typing = (el) => el.closest("input, textarea, select");
  const waiting = [];
  let busy = false;

  const press = {
    j: () => $('[data-way="on"]', desk()), ArrowDown: () => $('[data-way="on"]', desk()),
    k: () => $('[data-way="back"]', desk()), ArrowUp: () => $('[data-way="back"]', desk()),
    e: () => $('[data-mode="edit"]', desk()), s: () => $('[data-mode="split"]', desk()),
    x: () => $('[data-mode="reject"]', desk()), Escape: () => $('[data-mode="confirm"]', desk()),
    m: () => $('[data-act="merge"] button', desk()), u: () => $('[data-act="undo"] button', desk()),
    c: () => $('[data-act="confirm"] [data-primary]', desk()),
    Enter: () => $('[data-act="confirm"] [data-primary]', desk()),
    a: () => (choose() ? $("#mark-form button") : null),
  };

  // Keys typed faster than the server answers wait their turn; a refusal empties the queue.
  const act = (key) => {
    const target = /^[1-9]$/.test(key) ? $(`[data-reason="${key}"]`, desk()) : press[key]?.();
    if (target) target.click();
  };
  const next = () => { if (!busy && waiting.length) act(waiting.shift()); };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !desk()) return;
    const known = event.key in press || /^[1-9]$/.test(event.key);
    if (!known || (typing(event.target) && event.key !== "Escape")) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    if (event.key.startsWith("Arrow") && event.target.closest(".original")) return;
    event.preventDefault();
    waiting.push(event.key);
    next();
  });

  // The rows say how each candidate stands; the text follows them, and both panes show the current one.
  const paint = () => {
    const current = desk().dataset.candidate;
    const states = {};
    document.querySelectorAll("li.candidate").forEach((row) => {
      states[row.dataset.candidate] = row.dataset.state;
      const on = row.dataset.candidate === current;
      row.classList.toggle("is-current", on);
      const link = $("a", row);
      if (on) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
    document.querySelectorAll("mark.clause").forEach((mark) => {
      const keys = mark.dataset.clauses.split(" ");
      const held = keys.map((key) => states[key]);
      const state = ["open", "confirmed", "rejected"].find((one) => held.includes(one)) || "open";
      mark.className = `clause is-${state}${keys.includes(current) ? " is-current" : ""}`;
    });
    into($(".original"), $(".original mark.is-current"), 0.35);
    into($("#candidates"), $("li.candidate.is-current"), 0.3);
  };
  // Scrolls inside a pane and leaves the page where it is.
  const into = (pane, el, share) => {
    if (!pane || !el || pane.scrollHeight <= pane.clientHeight) return;
    const top = el.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    const rim = pane.clientHeight * 0.12;
    if (top < rim || top + el.offsetHeight > pane.clientHeight - rim) {
      pane.scrollTop += top - pane.clientHeight * share;
    }
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".original mark.clause");
    if (!mark || !getSelection().isCollapsed) return;
    const keys = mark.dataset.clauses.split(" ");
    const after = keys[keys.indexOf(desk().dataset.candidate) + 1] || keys[0];
    $(`#candidate-${after} a`)?.click();
  });

  // A selection in the text → code points of the text shown, counted from its paragraph.
  const offset = (node, at) => {
    const line = (node.nodeType === 1 ? node : node.parentElement)?.closest("p[data-from]");
    if (!line) return null;
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(node, at);
    return Number(line.dataset.from) + [...before.toString()].length;
  };
  const choose = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !$(".original")?.contains(selection.anchorNode)) return false;
    const range = selection.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    const form = $("#mark-form");
    if (start === null || end === null || end <= start) return false;
    form.elements.view.value = $("#original").dataset.view;
    form.elements.start.value = start;
    form.elements.end.value = end;
    form.elements.sentence.value = "";
    return true;
  };

  let inDesk = false;
  document.body.addEventListener("htmx:beforeRequest", () => {
    busy = true;
    inDesk = Boolean(desk()?.contains(document.activeElement));
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 409) { event.detail.shouldSwap = true; event.detail.isError = false; }
    if (event.detail.xhr.status >= 400) waiting.length = 0;
  });
  // One answer settles in several places; what follows it is done once.
  let due = false;
  const settled = () => {
    due = busy = false;
    if (!desk()) return;
    paint();
    const field = $('[data-act="edit"] textarea, [data-act="split"] textarea, .is-invalid', desk());
    if (field) field.focus(); else if (inDesk) $("[data-primary]", desk())?.focus();
    next();
  };
  document.body.addEventListener("htmx:afterSettle", () => {
    if (!due) { due = true; requestAnimationFrame(settled); }
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) { busy = false; waiting.length = 0; }
  });
  if (desk()) paint();
})();
