// Improvements only: every page works without this file.

/** The nearest ancestor of an event's target that matches, or null. */
const near = (event, selector) =>
  event.target instanceof Element ? event.target.closest(selector) : null;

// --- buttons that open dialogs and the drawer, for browsers that do not know them yet ---------
const knowsCommands = "commandForElement" in HTMLButtonElement.prototype;
const knowsPopovers = "popover" in HTMLElement.prototype;

document.addEventListener("click", (event) => {
  const commander = !knowsCommands && near(event, "[commandfor]");
  if (commander) {
    const dialog = document.getElementById(commander.getAttribute("commandfor"));
    if (commander.getAttribute("command") === "show-modal") dialog?.showModal();
    if (commander.getAttribute("command") === "close") dialog?.close();
  }
  const opener = !knowsPopovers && near(event, "[popovertarget]");
  if (opener) {
    document.getElementById(opener.getAttribute("popovertarget"))?.classList.toggle("open");
  }
});

// --- menus close with Escape and with a click elsewhere ---------------------------------------
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(near(event, "details.menu")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && near(event, "details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// --- of tabs that do not fit, the present one is in sight ---------------------------------------
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.parentElement;
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

// --- what needs a script shows up with it -----------------------------------------------------
for (const button of document.querySelectorAll("[data-dismiss][hidden], [data-print][hidden]")) {
  button.hidden = false;
}
document.addEventListener("click", (event) => {
  if (near(event, "[data-print]")) window.print();
  near(event, "[data-dismiss]")?.closest(".toast")?.remove();
});

// --- what just happened is said for six seconds, longer for who is reading it ------------------
const READING_MS = 6000;
const leave = (toast) => {
  if (toast.matches(":hover, :focus-within")) setTimeout(leave, READING_MS, toast);
  else toast.remove();
};
for (const toast of document.querySelectorAll(".toast")) setTimeout(leave, READING_MS, toast);

// --- the minutes of a review: on screen only, in this tab; they close nothing ------------------
const MINUTE_MS = 60_000;
const PLANNED = 15;
for (const timer of document.querySelectorAll("[data-timer]")) {
  const kept = `review-${timer.dataset.timer}`;
  const begun = Number(sessionStorage.getItem(kept)) || Date.now();
  sessionStorage.setItem(kept, String(begun));
  const tell = () => {
    const gone = Math.floor((Date.now() - begun) / MINUTE_MS);
    const text = gone < PLANNED ? timer.dataset.running : timer.dataset.over;
    timer.textContent = text.replace("[n]", String(gone + 1));
    timer.hidden = false;
    const parts = [...document.querySelectorAll("li[data-from]")];
    const now = parts.findLast((part) => Number(part.dataset.from) <= gone);
    for (const part of parts) {
      if (part === now) part.setAttribute("aria-current", "step");
      else part.removeAttribute("aria-current");
    }
    setTimeout(tell, MINUTE_MS - ((Date.now() - begun) % MINUTE_MS));
  };
  tell();
}

// --- 1 to 5 and 0 choose, Enter sends, in forms that say so -----------------------------------
const TEXT = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";

document.addEventListener("keydown", (event) => {
  const form = document.querySelector("form[data-keys]");
  if (!form || document.documentElement.hasAttribute("data-keys-off")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (near(event, TEXT) || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter") {
    if (near(event, "a, button, summary") || !form.querySelector("input:checked")) return;
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const choices = form.querySelectorAll("label.choice");
  // On AZERTY the row of figures gives "&é\"'(" without Shift: the key's place tells the figure.
  const typed = event.shiftKey ? event.key : (/^Digit(\d)$/.exec(event.code)?.[1] ?? event.key);
  const labelled = [...choices].find(
    (choice) => choice.querySelector("kbd")?.textContent.trim() === typed,
  );
  const input = labelled?.querySelector("input");
  if (!input) return;
  event.preventDefault();
  input.checked = true;
  input.focus();
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// --- a slash goes to the search, or to the field of the page that is one ------------------------
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || document.documentElement.hasAttribute("data-keys-off")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (near(event, TEXT) || document.querySelector("dialog[open]")) return;
  const field = document.querySelector("main input[data-search]");
  const link = document.querySelector("a[data-search]");
  if (!field && !link) return;
  event.preventDefault();
  if (field) field.select();
  else link.click();
});

// --- a link to a page with one form opens that form here; whatever fails follows the link ------
const formOf = async (link) => {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("main form[method=post]");
  const heading = page.querySelector("main h1")?.textContent.trim();
  if (!answer.ok || answer.redirected || !form || !heading) throw new Error("no form");
  form.action = new URL(form.getAttribute("action") || link.href, link.href).href;
  return { form: document.adoptNode(form), heading };
};
const focusFirst = (form) =>
  form.querySelector("input:not([type=hidden]), select, textarea")?.focus();

const openInDialog = async (link) => {
  const { form, heading } = await formOf(link);
  const dialog = document.createElement("dialog");
  const body = document.createElement("div");
  const title = document.createElement("h2");
  const close = document.querySelector("template#dialog-close");
  title.id = "dialog-title";
  title.textContent = heading;
  dialog.setAttribute("aria-labelledby", title.id);
  body.className = "dialog-b";
  body.append(title, form);
  dialog.append(body);
  if (close) dialog.append(close.content.cloneNode(true));
  dialog.addEventListener("click", (event) => {
    if (near(event, "[data-close]")) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  focusFirst(form);
};

// Where it stands: one at a time, gone with Escape and with the form's way back.
let closeHere = () => {};
const openHere = async (link) => {
  const { form, heading } = await formOf(link);
  closeHere();
  form.className = "here";
  form.setAttribute("aria-label", heading);
  const place = link.closest(".at") ?? link;
  place.after(form);
  place.hidden = link === place;
  closeHere = () => {
    closeHere = () => {};
    form.remove();
    place.hidden = false;
    link.focus();
  };
  form.addEventListener("click", (event) => {
    if (!near(event, "a[href].ghost")) return;
    event.preventDefault();
    closeHere();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeHere();
  });
  focusFirst(form);
};

document.addEventListener("click", (event) => {
  const link = near(event, "a[data-dialog], a[data-here]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const open = link.hasAttribute("data-here") ? openHere : openInDialog;
  open(link).catch(() => {
    window.location.href = link.href;
  });
});

// --- a refused form shows its first wrong field -----------------------------------------------
if (!document.querySelector("[autofocus]")) {
  document.querySelector("[aria-invalid=true]")?.focus();
}

// --- what a job works on is looked at again; the page comes anew once it is done ----------------
const LOOK_AGAIN_MS = 2000;
const awaited = document.querySelector("[data-awaited]");
const lookAgain = async () => {
  const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = page.querySelector("[data-awaited]");
  if (answer.ok && !news) window.location.reload();
  else if (news && news.innerHTML !== awaited.innerHTML) awaited.replaceChildren(...news.childNodes);
};
const keepLooking = () => lookAgain().catch(() => {}).then(() => setTimeout(keepLooking, LOOK_AGAIN_MS));
if (awaited) setTimeout(keepLooking, LOOK_AGAIN_MS);
