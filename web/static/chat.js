// The page where questions are asked: suggestions, copying, feedback, printing. All of it works without this file, less nicely.
"use strict";

const askForm = () => document.querySelector(".ask-form");

// Say that the answer is on its way; undo it when it is there, or when the person comes back with the browser's back button.
function setBusy(isBusy) {
  const button = askForm().querySelector("button[type=submit]");
  button.dataset.label ??= button.textContent;
  button.textContent = isBusy ? button.dataset.busy : button.dataset.label;
  document.getElementById("answer").setAttribute("aria-busy", String(isBusy));
}

window.addEventListener("pageshow", () => setBusy(false));
// "/" goes to the question field, unless it is being typed somewhere.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    askForm().elements.q.focus();
  }
});

// Suggestions while typing: a combobox with a list (WAI-ARIA authoring practices).
function offerSuggestions(form) {
  const field = form.elements.q;
  const list = form.querySelector(".suggestions");
  let chosen = -1;
  let typing = 0;

  function close() {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const options = list.children;
    chosen = (index + options.length) % options.length;
    for (const [n, option] of [...options].entries()) option.setAttribute("aria-selected", String(n === chosen));
    field.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    field.value = option.dataset.text;
    close();
    field.focus();
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(({ text, kind }, n) => {
      const option = document.createElement("li");
      option.id = `suggestion-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = text;
      const words = document.createElement("span");
      words.dir = "auto";
      words.textContent = text;
      const note = document.createElement("span");
      note.className = "small";
      note.textContent = list.dataset[kind];
      option.append(words, " ", note);
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(option); });
      return option;
    }));
    chosen = -1;
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(suggestions.length > 0));
    const status = document.getElementById("suggested");
    status.textContent = suggestions.length ? status.dataset.some : "";
  }

  async function suggest() {
    const now = ++typing;
    const typed = field.value;
    const response = await fetch(`/suggestions?${new URLSearchParams({ q: typed })}`).catch(() => null);
    if (!response || !response.ok || now !== typing || document.activeElement !== field) return;
    const { suggestions } = await response.json();
    show(suggestions.filter(({ text }) => text !== typed));
  }

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "suggestions");
  field.setAttribute("aria-expanded", "false");
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    typing += 1;
    if (field.value.trim().length < 2) close();
    else timer = setTimeout(suggest, 120);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else return;
    event.preventDefault();
  });
}

// Copy a quote with its citation, or the whole answer.
function citationOf(button) {
  const figure = button.closest("figure");
  const { words } = figure.querySelector("blockquote").dataset;
  const parts = [figure.querySelector("a.source cite").textContent];
  for (const selector of [".crumbs", "time"]) {
    const found = figure.querySelector(selector);
    if (found) parts.push(found.textContent);
  }
  const link = new URL(figure.querySelector("blockquote").cite);
  return `“${words}”\n— ${parts.join(", ")}\n${link}`;
}

function offerCopies(root) {
  for (const button of root.querySelectorAll("button.copy")) offerCopy(button, citationOf);
  for (const button of root.querySelectorAll("button.copy-whole")) {
    offerCopy(button, () => button.parentElement.querySelector("textarea").value);
  }
  for (const area of root.querySelectorAll(".take textarea")) area.addEventListener("focus", () => area.select());
  for (const button of root.querySelectorAll(".print-page")) button.addEventListener("click", () => window.print());
}

// Who pins answers is asked once. Where the browser keeps nothing (private windows, full storage) it is asked each time.
const memory = {
  read(name) {
    try { return localStorage.getItem(name); } catch { return null; }
  },
  write(name, value) {
    try { localStorage.setItem(name, value); } catch { /* not kept */ }
  },
};
function rememberNames(root) {
  for (const input of root.querySelectorAll("[data-remember]")) {
    const name = `quoth.${input.dataset.remember}`;
    input.value = memory.read(name) ?? input.value;
    input.form.addEventListener("submit", () => memory.write(name, input.value));
  }
}

// Feedback without leaving the page.
function takeFeedback(feedback) {
  const said = feedback.querySelector(".said");
  const buttons = feedback.querySelectorAll("button");

  // Send what is said; a busy server is asked again when it says so, a few times. Fails with words for whoever said it.
  async function send(submitter, triesLeft = 3) {
    const fields = new URLSearchParams(new FormData(feedback));
    fields.set("verdict", submitter.value);
    const options = { method: "POST", body: fields, headers: { Accept: "application/json" } };
    const response = await fetch(feedback.action, options).catch(() => null);
    if (response?.ok) return feedback.dataset.thanks;
    const wait = waitOf(response, 0);
    if (triesLeft > 1 && wait > 0 && wait <= 10_000) {
      said.textContent = feedback.dataset.waiting;
      await new Promise((resolve) => { setTimeout(resolve, wait); });
      return send(submitter, triesLeft - 1);
    }
    const error = await response?.json().then((body) => body.error, () => null); // a proxy's page is no JSON
    throw new Error(error ? `${error.message} ${error.hint}` : feedback.dataset.failed);
  }

  feedback.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const button of buttons) button.disabled = true;
    try {
      said.textContent = `${event.submitter.textContent}: ${await send(event.submitter)}`;
      feedback.classList.add("done");
      said.tabIndex = -1; // what had the focus is gone
      said.focus({ preventScroll: true });
    } catch (error) {
      said.textContent = error.message;
      for (const button of buttons) button.disabled = false;
      event.submitter.focus();
    }
  });
}

// Take the "starting" hint away once questions are answered without waiting.
async function watchStart(hint) {
  const response = await fetch("/readyz").catch(() => null);
  if (response && response.ok) hint.remove();
  else if (hint.isConnected) setTimeout(() => watchStart(hint), waitOf(response, 2000));
}

// Give what stands on the page its comfort: once for each page, and for each answer that comes into it.
function enhance(root) {
  offerSuggestions(root.querySelector(".ask-form"));
  offerCopies(root);
  rememberNames(root);
  for (const feedback of root.querySelectorAll("form.feedback")) takeFeedback(feedback);
  const starting = root.querySelector("#starting");
  if (starting) setTimeout(() => watchStart(starting), 1000);
}

enhance(document.getElementById("main"));
