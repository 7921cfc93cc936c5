// The source beside the answer: on a wide screen a citation opens its document in a panel; on a phone its page.
"use strict";

const panel = document.getElementById("panel");
const isWide = window.matchMedia("(min-width: 62rem)");
let opener = null;
let turn = 0;
let isClosing = false;

function message(text) {
  const line = document.createElement("p");
  line.className = "hint";
  line.textContent = text;
  return line;
}

function closeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "panel-close quiet";
  button.textContent = panel.dataset.close;
  button.addEventListener("click", closePanel);
  return button;
}

// Bring a place of the panel into view, in the panel alone.
function bring(id) {
  const target = panel.querySelector(`[id="${CSS.escape(id)}"]`);
  if (!target) return;
  const box = target.getBoundingClientRect();
  panel.scrollTop += box.top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  if (target.tabIndex === -1 && !target.closest("svg")) target.focus({ preventScroll: true });
}

async function load(address) {
  const now = ++turn;
  const url = new URL(address, location.href);
  const anchor = decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  url.searchParams.set("panel", "1");
  panel.setAttribute("aria-busy", "true");
  const response = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  if (now !== turn) return;
  if (!response || !response.ok) {
    panel.replaceChildren(closeButton(), message(panel.dataset.failed));
  } else {
    const page = parsePage(await response.text());
    if (now !== turn) return;
    page.querySelector(".panel-title").append(closeButton());
    panel.replaceChildren(...page.body.childNodes);
    panel.scrollTop = 0;
    bring(anchor || "quote");
    for (const picture of panel.querySelectorAll("image")) picture.addEventListener("load", () => bring(anchor || "quote"), { once: true });
    for (const proof of panel.querySelectorAll(".proof")) verifyProof(proof);
  }
  panel.removeAttribute("aria-busy");
  mark(url);
}

// Show which citation is open.
function mark(url) {
  for (const link of document.querySelectorAll("main [data-source]")) {
    const other = new URL(link.href);
    const isOpen = other.pathname === url.pathname && ["start", "end"].every((name) => other.searchParams.get(name) === url.searchParams.get(name));
    if (isOpen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// The open panel is an entry of the browser's history of its own: back closes it, forward and a reload open it again.
function openPanel(address) {
  const state = { ...history.state, panel: address };
  history.scrollRestoration = "manual"; // whoever reads on beside it and closes it stays where they are
  if (panel.hidden) history.pushState(state, "");
  else history.replaceState(state, "");
  showPanel(address);
}

function showPanel(address) {
  if (panel.hidden) {
    panel.hidden = false;
    document.body.classList.add("has-panel");
    panel.replaceChildren(closeButton(), message(panel.dataset.loading));
    panel.focus({ preventScroll: true });
  }
  load(address);
}

function hidePanel() {
  if (panel.hidden) {
    mark(new URL("about:blank"));
    return;
  }
  turn += 1;
  opener ??= document.querySelector("main [data-source][aria-current]");
  panel.hidden = true;
  panel.replaceChildren();
  document.body.classList.remove("has-panel");
  mark(new URL("about:blank"));
  opener?.focus({ preventScroll: true });
}

function closePanel() {
  if (isClosing) return; // a second step back would leave the page
  if (history.state?.panel) {
    isClosing = true;
    history.back();
  } else {
    hidePanel();
  }
}

function followHistory() {
  isClosing = false;
  if (history.state?.panel && isWide.matches) {
    showPanel(history.state.panel);
  } else {
    hidePanel();
    history.scrollRestoration = "auto";
  }
}

// Another answer stands beside it now: the panel belongs to the one before, unless this one had its own.
function leaveAnswer() {
  opener = null;
  followHistory();
}

followHistory();
isWide.addEventListener("change", () => { if (!isWide.matches && !panel.hidden) closePanel(); });

document.addEventListener("click", (event) => {
  const link = linkFollowed(event);
  if (!link) return;
  if (!panel.contains(link)) {
    if (!link.matches("[data-source]") || !isWide.matches) return;
    event.preventDefault();
    opener = link;
    openPanel(link.href);
  } else if (link.getAttribute("href").startsWith("#")) {
    event.preventDefault();
    bring(link.getAttribute("href").slice(1));
  } else if (link.matches(".around-back")) {
    event.preventDefault();
    const quote = document.getElementById(new URL(link.href).hash.slice(1));
    quote?.scrollIntoView({ block: "center" });
    opener = quote?.querySelector("a.source") ?? opener;
    opener?.focus({ preventScroll: true });
  } else if (link.pathname.startsWith("/documents/") && link.origin === location.origin) {
    event.preventDefault();
    openPanel(link.href);
  }
});

panel.addEventListener("submit", (event) => {
  const find = event.target.closest(".find-form");
  if (!find) return;
  event.preventDefault();
  openPanel(`${find.action}?${new URLSearchParams(new FormData(find))}#hit-1`);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden && !event.defaultPrevented) closePanel();
});
