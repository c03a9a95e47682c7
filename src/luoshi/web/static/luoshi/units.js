// Choosing among many units: a select or a group of boxes marked data-units is given a search box by
// short name, full name, code and the unit above. What is chosen stays in the form's own field.
(() => {
  "use strict";

  const told = document.currentScript.dataset;
  const STEP = 60;
  const make = (tag, name, more = {}) => Object.assign(document.createElement(tag), { className: name }, more);
  const fold = (text) => text.normalize("NFKC").toLowerCase().trim();
  const name = (option) => option.label.trim();
  let made = 0;

  // Asked for once, when somebody first goes to such a field: by id the full name, short name, code, unit above.
  let asked;
  let known = {};
  const ask = () => {
    asked ||= fetch(told.names).then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({}))
      .then((rows) => { known = rows; });
    return asked;
  };
  const about = (value) => known[value.split(":").pop()] || ["", "", "", 0];
  const above = (value) => known[about(value)[3]] || ["", "", ""];

  // 0: begins with it, 1: has every word itself, 2: with the unit above, 9: not.
  const rank = (value, label, text) => {
    const own = fold([label, ...about(value).slice(0, 3)].join(" "));
    const whole = `${own} ${fold(above(value).slice(0, 2).join(" "))}`;
    const words = fold(text).split(/\s+/);
    if (!words.every((word) => whole.includes(word))) return 9;
    if (fold(label).startsWith(words[0])) return 0;
    return words.every((word) => own.includes(word)) ? 1 : 2;
  };
  const found = (options, text) => {
    if (!fold(text)) return options;
    const ranked = options.map((option) => [rank(option.value, name(option), text), option]);
    return ranked.filter(([at, option]) => at < 9 && option.value)
      .sort((one, other) => one[0] - other[0]).map(([, option]) => option);
  };
  let saying;
  const say = (count) => {
    clearTimeout(saying);
    saying = setTimeout(() => {
      document.getElementById("status").textContent = count ? told.found.replace("0", count) : told.none;
    }, 400);
  };
  // What takes a search box away again, before a copy of the page is kept for the way back.
  const undo = [];
  const searchBox = (type) => {
    const input = make("input", "form-control", { type, autocomplete: "off", spellcheck: false });
    // It has no name and is not sent: a form that listens to its fields need not hear it.
    for (const kind of ["input", "change"]) input.addEventListener(kind, (event) => event.stopPropagation());
    return input;
  };

  // One unit: a combobox in place of the select, which stays in the form and out of sight.
  const combobox = (select) => {
    made += 1;
    const holder = make("div", "unit-search");
    const input = searchBox("text");
    const list = make("ul", "unit-options", { id: `unit-options-${made}`, hidden: true });
    const [label] = select.labels;
    let at = -1;
    let offered = [];
    let typed = false;
    const isOpen = () => !list.hidden;
    const chosen = () => select.selectedOptions[0];
    const show = () => {
      const option = chosen();
      typed = false;
      input.value = option?.value ? name(option) : "";
      input.placeholder = option && !option.value && /\p{L}/u.test(option.label) ? name(option) : told.hint;
    };
    const mark = (place) => {
      list.children[at]?.setAttribute("aria-selected", "false");
      at = Math.max(-1, Math.min(place, offered.length - 1));
      if (at >= list.children.length) more();
      const row = list.children[at];
      row?.setAttribute("aria-selected", "true");
      row?.scrollIntoView({ block: "nearest" });
      if (row) input.setAttribute("aria-activedescendant", row.id);
      else input.removeAttribute("aria-activedescendant");
    };
    const more = () => {
      const from = list.children.length;
      offered.slice(from, Math.max(from + STEP, at + 1)).forEach((option, step) => {
        const row = make("li", "", { id: `${list.id}-${from + step}`, role: "option" });
        row.setAttribute("aria-selected", "false");
        row.append(typed ? name(option) : option.label || "—");
        const [full, , code] = about(option.value);
        const rest = [full === name(option) ? "" : full, above(option.value)[1], code].filter(Boolean);
        if (rest.length) row.append(make("small", "", { textContent: rest.join(" · ") }));
        list.append(row);
      });
    };
    const fill = () => {
      offered = found([...select.options], typed ? input.value : "");
      list.replaceChildren();
      list.scrollTop = 0;
      at = -1;
      more();
      list.dataset.none = offered.length ? "" : told.none;
      mark(typed ? 0 : offered.indexOf(chosen()));
      if (typed) say(offered.length);
    };
    const open = () => {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      fill();
      list.scrollIntoView({ block: "nearest" });
      ask().then(() => { if (isOpen()) fill(); });
    };
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (option) => {
      close();
      if (option && option !== chosen()) {
        select.value = option.value;
        for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
      }
      show();
    };
    // Left with words that name one unit, that one is meant; left empty, none; else what was chosen stays.
    const settle = () => {
      if (!typed) return choose();
      const text = fold(input.value);
      const same = [...select.options].filter((option) => (text ? fold(option.label) === text : !option.value));
      const only = text ? found([...select.options], input.value) : [];
      return choose(same[0] || (only.length === 1 ? only[0] : undefined));
    };

    input.id = `${select.id || list.id}_search`;
    input.classList.replace("form-control", "form-select");
    list.setAttribute("role", "listbox");
    for (const [key, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
      "aria-describedby": select.getAttribute("aria-describedby"), "aria-invalid": select.getAttribute("aria-invalid"),
      "aria-label": select.getAttribute("aria-label"), "aria-required": select.required ? "true" : null,
    })) if (value) input.setAttribute(key, value);
    list.setAttribute("aria-label", told.results);
    const spoken = select.getAttribute("aria-label");
    select.removeAttribute("aria-label");
    input.classList.toggle("is-invalid", select.classList.contains("is-invalid"));
    input.disabled = select.disabled;
    select.required = false;
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    select.classList.add("unit-kept");
    if (label?.htmlFor) label.htmlFor = input.id;
    select.before(holder);
    holder.append(select, input, list);
    show();
    undo.push(() => {
      select.classList.remove("unit-kept");
      for (const key of ["aria-hidden", "tabindex"]) select.removeAttribute(key);
      if (spoken) select.setAttribute("aria-label", spoken);
      select.dataset.units = "";
      if (label?.htmlFor) label.htmlFor = select.id;
      holder.replaceWith(select);
    });

    select.addEventListener("change", show);
    select.addEventListener("focus", () => input.focus());
    input.addEventListener("focus", () => { ask(); input.select(); });
    input.addEventListener("click", () => { if (!isOpen()) open(); });
    input.addEventListener("blur", () => { if (isOpen() || typed) settle(); });
    input.addEventListener("input", (event) => {
      typed = true;
      if (event.isComposing) return;
      if (isOpen()) fill(); else open();
    });
    input.addEventListener("compositionend", () => { if (isOpen()) fill(); else open(); });
    const keys = {
      ArrowDown: () => (isOpen() ? mark(at + 1) : open()),
      ArrowUp: () => (isOpen() ? mark(Math.max(0, at - 1)) : open()),
      PageDown: () => isOpen() && mark(at + 10),
      PageUp: () => isOpen() && mark(Math.max(0, at - 10)),
      Enter: () => isOpen() && (choose(offered[at]), true),
      Escape: () => (isOpen() || typed) && (choose(), true),
      Tab: () => { if (isOpen() && typed && at >= 0) choose(offered[at]); return false; },
    };
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || !keys[event.key] || keys[event.key]() === false) return;
      event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = event.target.closest("li");
      if (row) choose(offered[[...list.children].indexOf(row)]);
    });
    list.addEventListener("scroll", () => {
      if (list.scrollTop + list.clientHeight > list.scrollHeight - 40) more();
    });
  };

  // Several units: a search box above, which leaves what fits and what is chosen.
  const sieve = (all, place, names, sift) => {
    const input = searchBox("search");
    const count = make("small", "form-hint unit-count");
    const tell = () => {
      const kept = names();
      count.textContent = kept.length ? `${told.chosen.replace("0", kept.length)}${kept.join(told.comma)}` : told.unchosen;
    };
    input.placeholder = told.hint;
    input.classList.add("unit-sieve");
    input.setAttribute("aria-label", told.search);
    const look = () => say(sift(input.value));
    input.addEventListener("focus", ask);
    input.addEventListener("input", (event) => { if (!event.isComposing) ask().then(look); });
    input.addEventListener("compositionend", () => ask().then(look));
    input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) event.preventDefault(); });
    place.before(input);
    place.after(count);
    place.addEventListener("change", tell);
    tell();
    undo.push(() => {
      sift("");
      for (const box of all) box.dataset.units = "";
      for (const each of [input, count]) each.remove();
    });
  };
  const boxes = (all) => {
    let place = all[0].parentElement;
    while (!all.every((box) => place.contains(box))) place = place.parentElement;
    const rows = all.map((box) => ({ box, label: box.closest("label"), row: box.closest("label").parentElement }));
    place.classList.add("unit-boxes");
    sieve(all, place, () => rows.filter(({ box }) => box.checked).map(({ label }) => label.textContent.trim()), (text) => {
      let fit = 0;
      for (const { box, label, row } of rows) {
        const fits = !fold(text) || rank(box.value, label.textContent, text) < 9;
        fit += fits;
        row.hidden = !fits && !box.checked;
      }
      for (const part of place.children) {
        const inside = [...part.querySelectorAll("input")];
        if (inside.length) part.hidden = inside.every((box) => box.closest("label").parentElement.hidden);
      }
      return fit;
    });
  };
  const options = (select) => {
    const all = [...select.options];
    sieve([select], select, () => all.filter((option) => option.selected).map(name), (text) => {
      const fit = new Set(found(all, text));
      select.replaceChildren(...all.filter((option) => fit.has(option) || option.selected));
      return fit.size;
    });
  };

  const dress = () => {
    for (const select of document.querySelectorAll("select[data-units]")) {
      if (select.dataset.units || select.options.length < told.from) continue;
      select.dataset.units = "searched";
      if (select.multiple) options(select); else combobox(select);
    }
    const groups = new Map();
    for (const box of document.querySelectorAll('input[data-units=""]')) {
      const key = `${box.form?.id} ${box.name}`;
      const group = [...groups.keys()].find((each) => each.form === box.form && each.key === key) || { form: box.form, key };
      groups.set(group, [...(groups.get(group) || []), box]);
    }
    for (const all of groups.values()) {
      if (all.length < told.from) continue;
      for (const box of all) box.dataset.units = "searched";
      boxes(all);
    }
  };
  dress();
  for (const kind of ["htmx:load", "htmx:pushedIntoHistory", "htmx:historyRestore"]) document.addEventListener(kind, dress);
  document.addEventListener("htmx:beforeHistorySave", () => { undo.splice(0).forEach((each) => each()); });
  window.addEventListener("pageshow", () => {
    for (const select of document.querySelectorAll(".unit-kept")) select.dispatchEvent(new Event("change"));
  });
})();
