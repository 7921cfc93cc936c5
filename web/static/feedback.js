// Comfort only: without this file the form leads to a page that says thank you.
"use strict";

for (const form of document.querySelectorAll("form.feedback")) {
  const said = form.querySelector(".said");

  function setBusy(isBusy) {
    for (const button of form.querySelectorAll("button")) button.disabled = isBusy;
  }

  async function send(submitter) {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("verdict", submitter.value);
    const response = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    if (response.ok) return `Noted: ${submitter.value}. Thank you.`;
    const { error } = await response.json();
    throw new Error(`${error.message} ${error.hint}`);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      said.textContent = await send(event.submitter);
      form.classList.add("done");
    } catch (error) {
      said.textContent = error.message;
      setBusy(false);
    }
  });
}
