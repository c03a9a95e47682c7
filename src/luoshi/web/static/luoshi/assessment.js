// Running sums of weights, names and parameters that follow what is typed, the caret on a faulty line.
(() => {
  "use strict";

  const level = (node) => Number(node.dataset.level);
  const weight = (node) => {
    const input = node.querySelector('input[name$="-weight"]');
    const value = Number(input.value);
    return Number.isFinite(value) ? value : 0;
  };

  // Sums are shown only: the server adds up again in decimals when the form is sent.
  const addUp = (form) => {
    const nodes = [...form.querySelectorAll("fieldset[data-level]")];
    const show = (output, sum) => {
      output.textContent = String(Math.round(sum * 1e6) / 1e6);
      output.classList.toggle("is-off", Math.abs(sum - 100) > 1e-9);
    };
    nodes.forEach((node, at) => {
      const below = [];
      for (let next = at + 1; next < nodes.length && level(nodes[next]) > level(node); next += 1) {
        if (level(nodes[next]) === level(node) + 1) below.push(nodes[next]);
      }
      const output = node.querySelector(":scope > .sum [data-sum]");
      if (below.length && output) show(output, below.reduce((sum, one) => sum + weight(one), 0));
    });
    const top = nodes.filter((node) => level(node) === 1);
    const whole = form.querySelector('[data-sum="-1"]');
    if (whole) show(whole, top.reduce((sum, one) => sum + weight(one), 0));
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest(".scheme-form");
    if (form && event.target.name.endsWith("-weight")) addUp(form);
  });

  // A title typed above names the same node where groups and ties refer to it.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("#scheme-form");
    const node = form && /^node-(\d+)-title$/.exec(event.target.name);
    const title = event.target.value.trim();
    if (!node || !title) return;
    form.querySelectorAll(`[data-titled="${node[1]}"]`).forEach((named) => {
      named.textContent = title;
    });
    form.querySelectorAll(`select[name^="tie-"] option[value="${node[1]}"]`).forEach((option) => {
      option.textContent = option.textContent.match(/^\u3000*/)[0] + title;
    });
  });

  // Buttons that add or drop rows, and choices that change what is asked, redraw the form in place.
  const valuesOf = (form, act) => {
    const values = { do: act };
    new FormData(form).forEach((value, name) => {
      values[name] = name in values ? [].concat(values[name], value) : value;
    });
    return values;
  };
  const REDRAWS = /-(function|source|aggregate|weighting|normalise)$|^total_aggregate$/;
  const said = (field) => (field.type === "checkbox" ? field.checked : field.value);
  // What was said while the answer was on its way stands; rows that come or go must wait for it.
  const keep = (form, before) => {
    let asked = false;
    before.forEach((was, field) => {
      const twin = field.id && form.querySelector(`#${CSS.escape(field.id)}`);
      if (!twin || twin === field || said(field) === was) return;
      if (field.type === "checkbox") twin.checked = field.checked;
      else twin.value = field.value;
      asked = asked || REDRAWS.test(field.name);
    });
    addUp(form);
    return asked;
  };
  // htmx gives the focus back but not a selection from the start: what is typed next would go beside.
  const select = (before) => {
    const { activeElement: here } = document;
    const was = [...before.keys()].find((field) => field.id && field.id === here.id);
    if (was && was.selectionStart !== null && here.setSelectionRange) {
      here.setSelectionRange(was.selectionStart, was.selectionEnd);
    }
  };
  // What was unfolded stays so, and a field in it that had the focus gets it back.
  let focused = "";
  document.addEventListener("focusin", ({ target }) => {
    focused = target.id;
  });
  const unfold = (form, opened) => {
    opened.forEach((id) => form.querySelector(`#${CSS.escape(id)}`)?.closest("details")?.setAttribute("open", ""));
    if (document.activeElement === document.body && focused) document.getElementById(focused)?.focus();
  };
  const firstFields = (form) => {
    const open = [...form.querySelectorAll("details[open]")];
    return open.map((one) => one.querySelector("[id]:is(input, select)")?.id).filter(Boolean);
  };
  const draw = async (act) => {
    const form = document.getElementById("scheme-form");
    const before = new Map([...form.elements].map((field) => [field, said(field)]));
    let again = false;
    let opened = [];
    const swapping = ({ target }) => {
      if (target.id === "scheme-form") opened = firstFields(target);
    };
    // At once: a key pressed between the swap and this would be lost.
    const swapped = ({ target }) => {
      if (target.id !== "scheme-form") return;
      if (act === "refresh") unfold(target, opened);
      again = act === "refresh" && keep(target, before);
      select(before);
    };
    form.inert = act !== "refresh";
    document.addEventListener("htmx:beforeSwap", swapping);
    document.addEventListener("htmx:afterSwap", swapped);
    await window.htmx
      .ajax("POST", form.action, { target: form, swap: "outerHTML", values: valuesOf(form, act) })
      .finally(() => {
        document.removeEventListener("htmx:beforeSwap", swapping);
        document.removeEventListener("htmx:afterSwap", swapped);
      });
    form.inert = false;
    if (again) await draw("refresh");
  };
  let drawing = Promise.resolve();
  const redraw = (act) => {
    drawing = drawing.then(() => draw(act)).catch(() => undefined);
  };
  // What the draft would give is asked for a moment after the last change, and drawn alone.
  let waiting = 0;
  const foresee = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      const form = document.getElementById("scheme-form");
      window.htmx.ajax("POST", form.action, {
        target: "#preview", select: "#preview", swap: "outerHTML", values: valuesOf(form, "preview"),
      });
    }, 700);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest('#scheme-form button[name="do"]');
    if (!button || !window.htmx) return;
    event.preventDefault();
    if (button.value === "preview") foresee();
    else redraw(button.value);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("#scheme-form");
    if (!form || !window.htmx) return;
    if (REDRAWS.test(event.target.name)) redraw("refresh");
    else foresee();
  });

  // A text is tried while it is typed: its fields do not change before they are left.
  document.addEventListener("input", (event) => {
    const form = event.target.closest(".yaml-form");
    if (form && event.target.id === "id_text" && window.htmx) foresee();
  });

  const fault = document.querySelector(".alert .excerpt [data-line]");
  const text = document.getElementById("id_text");
  if (fault && text) {
    const before = text.value.split("\n").slice(0, Number(fault.dataset.line) - 1).join("\n");
    text.setSelectionRange(before.length + 1, before.length + 1);
    text.focus();
  }
  const form = document.querySelector(".scheme-form");
  if (form) addUp(form);
})();
