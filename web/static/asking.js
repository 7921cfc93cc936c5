// Asking without loading the page anew: the answer takes the place of the one before, in a live region that screen readers follow.
// An address leads to the same page with and without this file.
"use strict";

const main = document.getElementById("main");
const answer = document.getElementById("answer");
// What was shown in this conversation, as it was left: back and forward show it at once and ask nothing again.
const kept = new Map();
const MOST_KEPT = 20;
let asked = 0;
let shown = "";
let entry = "";
let wanted = "";
let isTravelling = false;

function addressHere() {
  return location.pathname + location.search;
}

// Take note of what the browser's history is at, under a name that no other entry has, in this document or an earlier one.
function nameEntry() {
  shown = addressHere();
  entry = history.state?.entry ?? `${performance.timeOrigin + performance.now()}`;
  history.replaceState({ ...history.state, entry }, "");
}

// Return the parts of a page's main element. The live region itself stays where it is, or nobody would hear of its new words.
function partsOf(page) {
  const region = page.getElementById("answer");
  const all = [...region.parentElement.childNodes];
  const at = all.indexOf(region);
  return { title: page.title, before: all.slice(0, at), inside: [...region.childNodes], after: all.slice(at + 1) };
}

function put(parts) {
  for (const node of [...main.childNodes]) if (node !== answer) node.remove();
  answer.before(...parts.before);
  answer.replaceChildren(...parts.inside);
  answer.after(...parts.after);
  document.title = parts.title;
  setBusy(false);
  leaveAnswer();
}

function keep() {
  kept.set(entry, { ...partsOf(document), y: window.scrollY });
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
}

// Where the page expects a question, its field has the focus; else the answer, and the next step leads into it.
function settleFocus(typedAhead) {
  const field = askForm().elements.q;
  (typedAhead || field.autofocus ? field : answer).focus({ preventScroll: true });
}

async function show(address, isNew) {
  if (isNew && address === wanted) return; // it is on its way
  const now = ++asked;
  const typed = askForm().elements.q.value;
  wanted = address;
  isTravelling = !isNew;
  setBusy(true);
  if (document.activeElement === askForm().elements.q) askForm().elements.q.select(); // what is typed now is another question
  const response = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  const html = await response?.text().catch(() => null);
  if (now !== asked) return;
  wanted = "";
  isTravelling = false;
  const page = html ? parsePage(html) : null;
  if (!page?.getElementById("answer")) {
    fail(response, page, address, isNew);
    return;
  }
  const before = askForm().elements.q;
  const typedAhead = before.value === typed ? "" : before.value;
  before.value = before.defaultValue;
  keep();
  if (isNew) history.pushState(null, "", address);
  nameEntry();
  put(partsOf(page));
  enhance(main);
  const field = askForm().elements.q;
  field.value = typedAhead || field.value;
  settleFocus(typedAhead);
  window.scrollTo({ top: 0, behavior: "instant" });
}

// Say why there is no answer and leave everything else as it is; what is no page of Quoth's (a proxy's, a log-in) the browser shows.
function fail(response, page, address, isNew) {
  setBusy(false);
  const said = page?.querySelector(".message");
  if (!isNew) {
    location.reload();
  } else if (response && !said) {
    location.assign(address);
  } else {
    const form = askForm();
    const line = form.querySelector(".no-answer") ?? document.createElement("p");
    line.className = "no-answer";
    line.setAttribute("role", "alert");
    line.textContent = said ? [...said.querySelectorAll("h1, .lede")].map((one) => one.textContent.trim()).join(" ") : form.dataset.away;
    form.append(line);
    form.elements.q.focus();
  }
}

// Whatever is on its way is not wanted any more.
function forgetWanted() {
  asked += 1;
  wanted = "";
  isTravelling = false;
  setBusy(false);
}

function goThroughHistory() {
  if (!history.state?.entry && addressHere() === shown) history.replaceState({ ...history.state, entry }, "");
  if (history.state?.entry === entry) {
    if (isTravelling) forgetWanted();
    followHistory();
    return;
  }
  forgetWanted();
  const before = kept.get(history.state?.entry);
  if (!before) {
    show(location.href, false);
    return;
  }
  keep();
  nameEntry();
  put(before);
  settleFocus();
  window.scrollTo({ top: before.y, behavior: "instant" });
}

nameEntry();
answer.tabIndex = -1;
window.addEventListener("popstate", goThroughHistory);

main.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches(".ask-form")) return;
  event.preventDefault();
  show(`/?${new URLSearchParams(new FormData(event.target))}`, true);
});

main.addEventListener("click", (event) => {
  const link = linkFollowed(event);
  if (!link || link.origin !== location.origin || link.pathname !== "/" || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  show(link.href, true);
});
