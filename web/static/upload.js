// Upload by dropping files, with progress. Without this file the form sends them itself.
"use strict";

const drop = document.querySelector(".drop");
const uploads = drop.querySelector(".uploads");
const said = drop.dataset;

function lineFor(file) {
  const line = document.createElement("li");
  const name = document.createElement("strong");
  name.dir = "auto";
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const status = document.createElement("span");
  line.append(name, " ", bar, " ", status);
  uploads.append(line);
  return { line, bar, status };
}

// Send one file; the promise never fails, its line says what happened.
function send(file) {
  const { line, bar, status } = lineFor(file);
  // Why something failed is the API's to say, in English.
  const fail = (words, why = "") => {
    line.className = "failed";
    bar.remove();
    const reason = document.createElement("span");
    reason.lang = "en";
    reason.textContent = why;
    status.replaceChildren(why ? `${words}: ` : words, reason);
  };
  if (file.size > Number(said.most)) {
    fail(said.large);
    return Promise.resolve(false);
  }
  status.textContent = said.sending;
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/v1/documents/${encodeURIComponent(file.name)}`);
    request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / Math.max(event.total, 1); });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      status.textContent = said.reading;
    });
    request.addEventListener("load", () => {
      const isStored = request.status === 200 || request.status === 201;
      if (isStored) {
        bar.remove();
        line.className = "stored";
        status.textContent = said.done;
      } else {
        let why = "";
        try {
          const { error } = JSON.parse(request.responseText);
          why = `${error.message} ${error.hint}`;
        } catch { /* not from Quoth: a proxy's page */ }
        fail(said.failed, why);
      }
      resolve(isStored);
    });
    request.addEventListener("error", () => { fail(said.failed); resolve(false); });
    request.send(file);
  });
}

async function sendAll(files) {
  let stored = 0;
  for (const file of files) stored += Number(await send(file));
  if (stored && !uploads.querySelector("a")) {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = said.show;
    const line = document.createElement("li");
    line.append(link);
    uploads.append(line);
  }
}

drop.addEventListener("submit", (event) => {
  event.preventDefault();
  const input = drop.elements.file;
  sendAll([...input.files]);
  input.value = "";
});
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  sendAll([...event.dataTransfer.files]);
});
