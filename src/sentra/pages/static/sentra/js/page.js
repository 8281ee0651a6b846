// What every page shares: menus, theme, dialogs, copying, and the glue to htmx.

const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
};

// Many tabs scroll on a phone: the current one is brought into view.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) tab.scrollIntoView({ block: "nearest", inline: "center" });

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

// The server keeps the choice in a cookie; here it only takes effect without a new page.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const theme = body.get("theme");
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll("form[data-theme-form] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  closeMenus();
  await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
});

document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  if (event.target.closest("[data-closes]")) {
    event.preventDefault();
    event.target.closest("dialog")?.close();
    return;
  }
  const copier = event.target.closest("[data-copy]");
  if (copier) {
    await navigator.clipboard.writeText(copier.dataset.copy);
    const word = copier.querySelector("[data-word]") ?? copier;
    const before = word.textContent;
    word.textContent = copier.dataset.done;
    announce(copier.dataset.done);
    setTimeout(() => { word.textContent = before; }, 2000);
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

export function announce(text) {
  const region = document.getElementById("announcer");
  if (region) region.textContent = text;
}

// A part that was swapped in says so, and answers that carry a page (403, 409, 422) are shown, not dropped.
document.addEventListener("htmx:afterSwap", (event) => {
  const text = event.target.querySelector?.("[data-announce]")?.textContent.trim();
  if (text) announce(text);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  } else if (status >= 400) {
    const type = event.detail.xhr.getResponseHeader("Content-Type") ?? "";
    if (type.startsWith("text/html")) {
      event.detail.shouldSwap = true;
      event.detail.target = document.querySelector("main .content") ?? document.body;
      event.detail.selectOverride = "main .content";
      event.detail.swapOverride = "outerHTML";
    }
  }
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    const notice = document.getElementById("offline-notice");
    if (notice) notice.hidden = false;
  });
}
document.addEventListener("htmx:afterRequest", (event) => {
  const notice = document.getElementById("offline-notice");
  if (notice && event.detail.successful) notice.hidden = true;
});
