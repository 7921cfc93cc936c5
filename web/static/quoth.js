// Comfort only: every page works without this file.
"use strict";

const form = document.querySelector(".ask-form");

// Say that the answer is on its way; undo it when the person comes back with the browser's back button.
function setBusy(isBusy) {
  const button = form.querySelector("button[type=submit]");
  button.disabled = isBusy;
  button.textContent = isBusy ? "Looking…" : "Ask";
  document.getElementById("answer").setAttribute("aria-busy", String(isBusy));
}

if (form) {
  form.addEventListener("submit", () => setBusy(true));
  window.addEventListener("pageshow", () => setBusy(false));
  // "/" goes to the question field, unless it is being typed somewhere.
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      form.elements.q.focus();
    }
  });
}

// Copy a quote with its citation.
function citationOf(figure) {
  const words = figure.querySelector("blockquote").textContent;
  const source = figure.querySelector("a.source");
  const parts = [source.querySelector("cite").textContent];
  for (const selector of [".crumbs", "time"]) {
    const found = figure.querySelector(selector);
    if (found) parts.push(found.textContent);
  }
  return `“${words}”\n— ${parts.join(", ")}\n${source.href}`;
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Browsers give pages a clipboard only over HTTPS or on the same machine.
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (!isCopied) throw new Error("not copied");
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copy(citationOf(button.closest("figure")));
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not copied";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}

// Take the "starting" hint away once questions are answered without waiting.
const starting = document.getElementById("starting");
async function watchStart() {
  const response = await fetch("/readyz").catch(() => null);
  if (response && response.ok) starting.remove();
  else setTimeout(watchStart, 2000);
}
if (starting) setTimeout(watchStart, 1000);
