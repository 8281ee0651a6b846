// A choice among many as a combobox. Without it the words are searched when the form is sent.

const PAUSE = 250;
let pickers = 0;

function upgrade(root) {
  const input = root.querySelector("input[type=text]");
  const typedName = input.name;
  const value = document.createElement("input");
  value.type = "hidden";
  value.name = typedName.replace(/_typed$/, "");
  const list = document.createElement("div");
  list.className = "picks";
  list.id = `picks-${(pickers += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", root.closest(".field").querySelector("label").textContent.trim());
  list.hidden = true;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  root.append(list);
  let timer = 0;
  let asking = null;
  let active = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const say = (text) => { document.getElementById("announcer").textContent = text; };

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(-1);
  }

  function mark(index) {
    active = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const chosen = options()[index];
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  // While nothing is chosen the words themselves are sent, so that the server can search and say what it found.
  function hold(chosen, label) {
    value.value = chosen;
    if (chosen) {
      root.querySelector(".choices")?.remove();
      input.value = label;
      input.removeAttribute("name");
      if (!value.isConnected) root.append(value);
    } else input.name = typedName;
    value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function draw({ choices, has_more: hasMore }) {
    list.replaceChildren(...choices.map((one, at) => {
      const option = document.createElement("div");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.dataset.value = one.value;
      option.dataset.label = one.label;
      option.textContent = one.label;
      if (one.note) {
        const note = document.createElement("div");
        note.className = "small muted";
        note.textContent = one.note;
        option.append(note);
      }
      return option;
    }));
    const word = choices.length ? (hasMore && root.dataset.more) : root.dataset.none;
    if (word) {
      const line = document.createElement("div");
      line.className = "small muted";
      line.setAttribute("role", "presentation");
      line.textContent = word;
      list.append(line);
    }
    mark(-1);
    show(true);
    say(choices.length ? `${root.dataset.found.replace("{n}", choices.length)} ${word || ""}` : word);
  }

  async function ask(first = false) {
    clearTimeout(timer);
    asking?.abort();
    asking = new AbortController();
    const body = new FormData();
    body.append("q", input.name ? input.value : "");
    body.append("csrfmiddlewaretoken", input.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(root.dataset.picker, {
        method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" }, signal: asking.signal,
      });
      if (!answer.ok) return;
      const found = await answer.json();
      if (document.activeElement !== input) return;
      draw(found);
      if (first && found.choices.length) mark(0);
    } catch {
      // On a broken line the form still searches when it is sent.
    }
  }

  function pick(option) {
    hold(option.dataset.value, option.dataset.label);
    show(false);
    say(option.dataset.label);
  }

  input.addEventListener("input", () => {
    if (!input.name) hold("", "");
    show(false);
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask(true);
      else if (count) mark((active + (event.key === "ArrowDown" ? 1 : -1) + count + (active < 0 && event.key === "ArrowUp" ? 1 : 0)) % count);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      pick(options()[active]);
    } else if (event.key === "Enter" && input.name && input.value.trim()) {
      event.preventDefault();
      ask(true);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });
  input.addEventListener("click", () => { if (list.hidden) ask(); });
  input.addEventListener("blur", () => { clearTimeout(timer); show(false); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) pick(option);
  });

  const checked = root.querySelector(".choices input:checked");
  if (checked) {
    const label = checked.parentElement.querySelector("span").firstChild.textContent.trim();
    value.value = checked.value;
    root.querySelector(".choices").remove();
    input.value = label;
    input.removeAttribute("name");
    root.append(value);
  }
}

for (const root of document.querySelectorAll("[data-picker]")) upgrade(root);
