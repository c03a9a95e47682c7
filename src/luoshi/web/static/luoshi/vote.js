// The voter's page: steps, a draft on the phone, sending until it was taken. The page works without.
(() => {
  const root = document.getElementById("vote");
  const words = JSON.parse(document.getElementById("words").textContent);
  const limits = JSON.parse(document.getElementById("limits").textContent);
  const code = location.pathname.split("/")[2];
  const key = (item, turn) => `luoshi:${code}:${item}:${turn}`;
  const QUICK = [1, 0.9, 0.75, 0.6];
  const POLL = 4000;
  const store = {
    get(name) { try { return JSON.parse(localStorage.getItem(name)) || {}; } catch { return {}; } },
    set(name, value) { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* private window */ } },
    drop(name) { try { localStorage.removeItem(name); } catch { /* private window */ } },
  };
  const make = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text });
  const word = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  const items = Array.from(root.querySelectorAll(".item"), (node) => new Item(node));

  function Item(node) {
    const form = node.querySelector("form");
    const say = (text, bad) => { const p = node.querySelector(".status"); p.textContent = text; p.className = bad ? "status error" : "status"; };
    const button = form.querySelector("button");
    let turn = Number(node.dataset.turn);
    let open = node.dataset.open === "1";
    let saved = store.get(key(node.dataset.item, turn));
    let edition = Math.max(Number(node.dataset.edition) - 1, saved.edition || 0);
    let wait = 0, timer = 0, busy = false, warned = false;
    const rows = Array.from(form.querySelectorAll(".c"));
    const save = () => store.set(key(node.dataset.item, turn), saved);

    function read() {
      const values = {};
      for (const row of rows) {
        const skip = row.querySelector("[name=skip]:checked");
        values[row.dataset.key] = {};
        for (const input of row.querySelectorAll("input[type=number]")) {
          values[row.dataset.key][input.name.split(".")[2]] = skip ? "abstain" : input.value.trim() || null;
        }
      }
      return values;
    }

    function fill(values) {
      for (const row of rows) {
        for (const input of row.querySelectorAll("input[type=number]")) {
          const value = (values[row.dataset.key] || {})[input.name.split(".")[2]];
          if (value === "abstain") row.querySelector("[name=skip]").checked = true;
          else if (value) input.value = value;
        }
        off(row);
      }
    }

    const off = (row) => row.classList.toggle("off", Boolean(row.querySelector("[name=skip]:checked")));

    function changed() {
      rows.forEach(off);
      saved.draft = read();
      warned = false;
      button.textContent = edition ? words.again : words.send;
      save();
      say(words.saved);
    }

    function wrong() {
      let first = null;
      for (const input of form.querySelectorAll("input[type=number]")) {
        const bad = !input.closest(".off") && !input.checkValidity();
        input.toggleAttribute("aria-invalid", bad);
        if (bad) input.setAttribute("aria-invalid", "true");
        if (bad && !first) first = input;
      }
      if (!first) return false;
      show(rows.indexOf(first.closest(".c")));
      first.focus();
      say(words.range.replace("%(low)s", first.min).replace("%(high)s", first.max), true);
      return true;
    }

    // Whether the whole ballot would be void; an item that is a part of it says nothing.
    function voiding(values) {
      if (rows.length < limits.all) return "";
      const marks = rows.flatMap((row) => Array.from(row.querySelectorAll("input[type=number]"), (input) => ({
        group: `${row.dataset.group} ${input.name.split(".")[2]}`,
        value: values[row.dataset.key][input.name.split(".")[2]],
        top: Number(input.min) + limits.topFrom * (input.max - input.min),
      })));
      const given = marks.filter((m) => m.value !== null && m.value !== "abstain");
      if (limits.blanks !== null && marks.filter((m) => m.value === null).length > limits.blanks * marks.length) return words.blanks;
      const groups = {};
      for (const m of given) (groups[m.group] ||= []).push(Number(m.value));
      const compared = Object.values(groups).filter((g) => g.length > 1);
      if (limits.same && compared.length && compared.every((g) => g.every((v) => v === g[0]))) return words.same;
      if (limits.topShare !== null && given.filter((m) => Number(m.value) >= m.top).length > limits.topShare * given.length) return words.top;
      return "";
    }

    function submit(event) {
      event.preventDefault();
      if (!open || wrong()) return;
      const marks = read();
      const doubt = voiding(marks);
      if (doubt && !warned) {
        warned = true;
        button.textContent = words.anyway;
        say(doubt, true);
        return;
      }
      edition += 1;
      saved = { draft: marks, edition, pending: { item: Number(node.dataset.item), turn, edition, sending: word(), marks } };
      save();
      wait = 0;
      send();
    }

    async function send() {
      clearTimeout(timer);
      if (busy || !saved.pending) return;
      const sent = saved.pending;
      busy = true;
      say(words.sending);
      let answer, told;
      try {
        answer = await fetch("/v/ballot", {
          method: "POST", headers: { "Content-Type": "application/json" }, credentials: "same-origin", referrerPolicy: "no-referrer",
          body: JSON.stringify({ token: code, ...sent }), signal: AbortSignal.timeout ? AbortSignal.timeout(15000) : undefined,
        });
        told = await answer.json();
      } catch { answer = null; }
      busy = false;
      if (saved.pending !== sent) { send(); return; }
      if (!answer || answer.status >= 500) {
        wait = Math.min(30000, (wait || 500) * 2);
        timer = setTimeout(send, wait * (0.5 + Math.random()));
        say(words.offline, true);
        return;
      }
      taken(answer.ok, told);
    }

    function taken(ok, told) {
      delete saved.pending;
      if (ok) {
        edition = saved.edition = Math.max(edition, told.edition);
        receipt(told.receipt);
        say(told.older ? words.older : words.sent, told.older);
        node.querySelector(".at").textContent = words.sent;
      } else {
        if (told.code === "item-closed") shut();
        say(told.code === "item-closed" ? words.lost : told.message || words.failed, true);
      }
      button.textContent = edition ? words.again : words.send;
      save();
    }

    // What was marked stays to be seen; nothing is to be pressed.
    function shut() {
      open = false;
      button.disabled = true;
      node.querySelector(".at").textContent = words.closed;
    }

    // Opened, closed, opened anew: what the server says, never the phone's clock.
    this.follow = (gate) => {
      if (gate.turn !== turn) {
        store.drop(key(node.dataset.item, turn));
        const before = turn;
        turn = gate.turn;
        saved = {};
        edition = 0;
        form.reset();
        rows.forEach(off);
        if (before) {
          say(words.anew, true);
          if (items.length === 1) document.getElementById("receipt")?.remove();
        }
      }
      if (gate.open === open) return;
      open = gate.open;
      form.hidden = !open && !saved.pending;
      node.querySelector(".at").textContent = open ? words.open : words.closed;
      if (!open && !saved.pending) store.drop(key(node.dataset.item, turn));
      button.disabled = !open;
      if (open) button.textContent = words.send;
    };
    this.send = send;
    this.is = (gate) => gate.item === Number(node.dataset.item);

    let now = 0;
    function show(at) {
      if (at < 0 || at >= rows.length) return;
      rows[now].classList.remove("now");
      now = at;
      rows[now].classList.add("now");
    }

    function oneByOne() {
      const all = make("button", "b", words.one);
      const turns = make("div", "turns", "");
      const previous = make("button", "b", words.previous), next = make("button", "b", words.next);
      for (const each of [all, previous, next]) each.type = "button";
      turns.append(previous, next);
      turns.hidden = true;
      form.prepend(all);
      button.before(turns);
      all.addEventListener("click", () => {
        const one = form.classList.toggle("one");
        all.textContent = one ? words.all : words.one;
        turns.hidden = !one;
        show(now);
      });
      previous.addEventListener("click", () => show(now - 1));
      next.addEventListener("click", () => show(now + 1));
    }

    rows.forEach((row) => row.querySelectorAll("input[type=number]").forEach(steps));
    if (rows.length > 1) oneByOne();
    form.noValidate = true;
    form.addEventListener("input", changed);
    form.addEventListener("submit", submit);
    if (!open && !saved.pending) store.drop(key(node.dataset.item, turn));
    else if (saved.draft) { fill(saved.draft); say(saved.pending ? words.sending : edition ? words.sent : words.saved); }
    if (saved.pending) { form.hidden = false; send(); }
    if (edition) button.textContent = words.again;
  }

  function steps(input) {
    const by = Number(input.step) || 1;
    const least = Number(input.min), most = Number(input.max);
    // The highest mark that is a whole number of steps above the least.
    const last = Number(input.step) ? least + Math.floor((most - least) / by + 1e-9) * by : most;
    const name = input.previousElementSibling.firstChild.textContent.trim();
    const set = (value) => {
      input.value = Math.round(Math.min(last, Math.max(least, value)) * 1e6) / 1e6;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const press = (text, label, value) => {
      const one = make("button", "s", text);
      one.type = "button";
      one.setAttribute("aria-label", `${input.closest(".c").querySelector("legend").textContent} ${name} ${label}`);
      one.addEventListener("click", (event) => { event.preventDefault(); set(value()); });
      return one;
    };
    const box = make("span", "step", "");
    const label = input.closest("label");
    const line = make("div", label.className, "");
    input.setAttribute("aria-label", `${input.closest(".c").querySelector("legend").textContent} ${name}`);
    line.append(...label.childNodes);
    label.replaceWith(line);
    line.classList.add("line");
    const middle = least + Math.round((last - least) / 2 / by) * by;
    const current = () => (input.value === "" ? middle : Number(input.value));
    input.before(box);
    box.append(press("−", words.less, () => current() - by), input, press("+", words.more, () => current() + by));
    const quick = make("span", "quick", "");
    const values = QUICK.map((share) => Math.min(last, least + Math.round((share * (most - least)) / by) * by));
    for (const value of new Set(values)) quick.append(press(String(value), String(value), () => value));
    line.append(quick);
  }

  function receipt(text) {
    let p = document.getElementById("receipt");
    if (!p) {
      p = make("p", "good", `${words.receipt} `);
      p.id = "receipt";
      p.setAttribute("role", "status");
      root.before(p);
    }
    if (!p.querySelector("strong")) p.append(make("strong", "", ""));
    p.querySelector("strong").textContent = text;
  }

  async function poll() {
    try {
      const answer = await fetch(root.dataset.state, { cache: "no-cache", credentials: "same-origin", referrerPolicy: "no-referrer" });
      const told = await answer.json();
      if (answer.ok && told.why !== root.dataset.why) {
        setTimeout(() => location.reload(), Math.random() * 5000);
        return;
      }
      for (const gate of told.items || []) items.filter((item) => item.is(gate)).forEach((item) => item.follow(gate));
    } catch { /* asked again in a moment */ }
    setTimeout(poll, POLL * (0.75 + Math.random() / 2));
  }

  addEventListener("online", () => items.forEach((item) => item.send()));
  setTimeout(poll, POLL * Math.random());
})();
