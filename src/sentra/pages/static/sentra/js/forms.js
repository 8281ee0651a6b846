// Helpers of forms; every form also works without them.

const group = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ".");

function groupMoney(input) {
  const typed = input.value;
  if (/[^\d.\s]/.test(typed)) return; // "200 juta" is read by the server
  const digitsBefore = typed.slice(0, input.selectionStart).replace(/\D/g, "").length;
  const digits = typed.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
  input.value = group(digits);
  let caret = 0;
  for (let seen = 0; seen < digitsBefore && caret < input.value.length; caret += 1) {
    if (/\d/.test(input.value[caret])) seen += 1;
  }
  input.setSelectionRange(caret, caret);
}

function slashDate(input, event) {
  if (event.inputType?.startsWith("delete")) return;
  if (/[^\d/]/.test(input.value)) return; // "31 Desember 2022" is read by the server
  const parts = input.value.split("/");
  if (parts.length === 1 && parts[0].length === 2) input.value = `${parts[0]}/`;
  else if (parts.length === 1 && parts[0].length === 8) {
    input.value = `${parts[0].slice(0, 2)}/${parts[0].slice(2, 4)}/${parts[0].slice(4)}`;
  } else if (parts.length === 2 && parts[1].length === 2) input.value = `${parts[0]}/${parts[1]}/`;
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (input.dataset?.format === "money") groupMoney(input);
  if (input.dataset?.format === "date") slashDate(input, event);
});

// Drafts: what has changed is kept on the server a moment after typing stops.
const drafts = new WeakMap();

function draftOf(form) {
  if (!drafts.has(form)) drafts.set(form, { names: new Set(), timer: 0, running: false });
  return drafts.get(form);
}

async function saveDraft(form) {
  const draft = draftOf(form);
  if (draft.running || !draft.names.size) return;
  draft.running = true;
  const names = [...draft.names];
  draft.names.clear();
  const all = new FormData(form);
  const body = new FormData();
  for (const name of names) {
    const values = all.getAll(name).filter((value) => typeof value === "string");
    body.append("changed", name);
    for (const value of values) body.append(name, value);
  }
  body.append("csrfmiddlewaretoken", all.get("csrfmiddlewaretoken") ?? "");
  if (all.get("client_id")) body.append("client_id", all.get("client_id"));
  const state = form.querySelector("[data-draft-state]");
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { saved_at: time } = await answer.json();
    if (state) state.textContent = state.dataset.saved.replace("{time}", time);
  } catch {
    for (const name of names) draft.names.add(name);
    if (state) state.textContent = state.dataset.failed;
    draft.timer = setTimeout(() => saveDraft(form), 10000);
  }
  draft.running = false;
}

function noteChange(event) {
  const form = event.target.form;
  const { name, type } = event.target;
  if (!form?.dataset.draftUrl || !name || type === "file" || type === "password") return;
  const draft = draftOf(form);
  draft.names.add(name);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => saveDraft(form), 1200);
}
document.addEventListener("input", noteChange);
document.addEventListener("change", noteChange);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const form of document.querySelectorAll("form[data-draft-url]")) saveDraft(form);
});

// Numbers are checked while they are typed, by the check that saving makes: late with a fault, early with its mending.
const checks = new WeakMap();

function answerOf(input) {
  let answer = input.form.querySelector(`#${CSS.escape(input.id)}_checked`);
  if (!answer) {
    answer = document.createElement("div");
    answer.id = `${input.id}_checked`;
    answer.setAttribute("role", "status");
    input.closest(".input").after(answer);
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${answer.id}`.trim());
  }
  return answer;
}

async function checkTyped(input) {
  const answer = answerOf(input);
  checks.get(input)?.abort?.abort();
  const abort = new AbortController();
  checks.set(input, { abort, timer: 0 });
  let found = { problem: "", doubt: "" };
  try {
    if (input.value.trim()) {
      const given = await fetch(input.dataset.check, {
        method: "POST", body: new FormData(input.form), credentials: "same-origin", signal: abort.signal,
        headers: { Accept: "application/json" },
      });
      if (!given.ok) return;
      found = await given.json();
    }
  } catch {
    return; // saving makes the same check
  }
  const line = document.createElement("p");
  line.className = found.problem ? "error" : "help";
  line.textContent = found.problem || found.doubt;
  answer.replaceChildren(...(line.textContent ? [line] : []));
  input.form.querySelector(`#${CSS.escape(input.id)}_error`)?.remove();
  input.closest(".field").classList.toggle("has-error", Boolean(found.problem));
  if (found.problem) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

document.addEventListener("focusin", (event) => {
  if (event.target.dataset?.check) answerOf(event.target);
});
document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.dataset?.check) return;
  const before = checks.get(input);
  clearTimeout(before?.timer);
  const pause = input.getAttribute("aria-invalid") ? 300 : 1000;
  checks.set(input, { ...before, timer: setTimeout(() => checkTyped(input), pause) });
});
document.addEventListener("change", (event) => {
  if (!event.target.dataset?.check) return;
  clearTimeout(checks.get(event.target)?.timer);
  checkTyped(event.target);
});

// One press is one submission; the button says what is happening.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  if (drafts.has(form)) clearTimeout(drafts.get(form).timer);
  const button = event.submitter;
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  const word = button.querySelector("[data-word]") ?? button;
  button.dataset.before = word.textContent;
  if (form.dataset.busy) word.textContent = form.dataset.busy;
});
function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-before]")) {
      button.removeAttribute("aria-disabled");
      (button.querySelector("[data-word]") ?? button).textContent = button.dataset.before;
      delete button.dataset.before;
    }
  }
}
window.addEventListener("pageshow", release);
document.addEventListener("htmx:afterRequest", release);
document.addEventListener("click", (event) => {
  if (event.target.closest("[aria-disabled='true']")) event.preventDefault();
});

// Filters act while typing, a moment later so that a click that follows still meets what it aimed at.
let filtering = 0;
function refilter(form) {
  clearTimeout(filtering);
  filtering = setTimeout(() => form.requestSubmit(), 350);
}
document.addEventListener("input", (event) => {
  if (event.target.matches("form[data-live] input[type=search], form[data-live] select")) refilter(event.target.form);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-live] input:not([type=search])")) refilter(event.target.form);
});
document.addEventListener("submit", () => clearTimeout(filtering));
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("form[data-live]")) return;
  const { parameters } = event.detail;
  for (const [name, value] of [...parameters.entries()]) if (value === "") parameters.delete(name);
});

// Rows chosen in a list: a count in words, the whole page at once, and "all that match".
function countRows(scope) {
  const rows = [...scope.querySelectorAll("input[data-row]")];
  const chosen = rows.filter((row) => row.checked).length;
  const all = scope.querySelector("input[data-rows]");
  if (all) {
    all.checked = rows.length > 0 && chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  }
  const bar = scope.querySelector("[data-selection]");
  if (!bar) return;
  bar.toggleAttribute("data-open", chosen > 0);
  const word = bar.querySelector("[data-selected]");
  word.textContent = word.dataset.selected.replace("{count}", chosen);
  const whole = bar.querySelector("[data-whole]");
  if (whole) {
    whole.toggleAttribute("data-open", Boolean(all?.checked));
    if (!all?.checked) whole.querySelector("input").checked = false;
  }
}
document.addEventListener("change", (event) => {
  const scope = event.target.closest("[data-choose]");
  if (!scope) return;
  if (event.target.matches("input[data-rows]")) {
    for (const row of scope.querySelectorAll("input[data-row]")) row.checked = event.target.checked;
  }
  if (event.target.matches("input[data-rows], input[data-row]")) countRows(scope);
});

// Files: dropping them is the same as choosing them.
function over(event, inside) {
  const drop = event.target.closest?.(".drop");
  if (!drop) return;
  event.preventDefault();
  if (inside) drop.dataset.over = "1";
  else delete drop.dataset.over;
}
document.addEventListener("dragover", (event) => over(event, true));
document.addEventListener("dragleave", (event) => over(event, false));
document.addEventListener("drop", (event) => {
  const drop = event.target.closest?.(".drop");
  over(event, false);
  const input = drop?.querySelector("input[type=file]");
  if (!input || !event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.querySelector(".error-summary")?.focus();
document.addEventListener("htmx:afterSettle", (event) => {
  event.target.querySelector?.(".error-summary")?.focus();
});
