// Comfort only: every page works without the scripts.
"use strict";

// What the server renders is inserted as it is: it escapes everything that documents say.
const ours = window.trustedTypes
  ? window.trustedTypes.createPolicy("quoth", { createHTML: (html) => html })
  : { createHTML: (html) => html };
const parsePage = (html) => new DOMParser().parseFromString(ours.createHTML(html), "text/html");

// Return the link that a click follows in this window; none where the browser is told to do something else with it.
function linkFollowed(event) {
  const isPlain = !event.defaultPrevented && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  return isPlain ? event.target.closest("a[href]:not([target])") : null;
}

// How long a response asks to wait, in ms; `usual` where it does not say.
function waitOf(response, usual) {
  const seconds = Number(response?.headers.get("Retry-After"));
  return seconds > 0 ? seconds * 1000 : usual;
}

// Put text into the clipboard.
async function copyText(text) {
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

// Let a button copy what `find` returns, and say how that went.
function offerCopy(button, find) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await copyText(find(button));
      button.textContent = button.dataset.done;
    } catch {
      button.textContent = button.dataset.failed;
    }
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

// Check anew whether the quote of a document still stands where it is cited.
async function verifyProof(proof) {
  const { doc_id, version, start, end, text_sha256, quote_sha256 } = proof.dataset;
  const citation = { doc_id, version: Number(version), start: Number(start), end: Number(end), text_sha256, quote_sha256 };
  const response = await fetch("/v1/verify", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(citation),
  }).catch(() => null);
  if (!response || !response.ok) return;
  const { standing } = (await response.json()).verdicts[0];
  proof.classList.remove("exact", "moved", "changed", "gone");
  proof.classList.add(standing);
  proof.querySelector("strong").textContent = proof.dataset[standing];
  proof.querySelector(".checked").textContent = proof.dataset.now;
  for (const shown of document.querySelectorAll(".panel-title .standing, .document-name .standing")) {
    shown.className = `standing ${standing}`;
    shown.textContent = proof.dataset[standing];
  }
}
