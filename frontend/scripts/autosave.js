// Saves a form with data-autosave a moment after the last change; the button stays the sure way.
// The server answers with the version it wrote, so that two people never overwrite each other unseen.
const form = document.querySelector("form[data-autosave]");
const saved = form?.querySelector("[data-autosave-status]");

if (form && saved) {
  const PAUSE = 1500;
  const RETRY = 15000;
  let timer = null;
  let running = false;
  let again = false;
  let stopped = false;
  let lastSaved = form.dataset.savedAt || "";

  function fields() {
    const data = new FormData(form);
    for (const name of ["papers", "library", "then", "remove", "same"]) data.delete(name);
    return data;
  }

  function lost() {
    const text = lastSaved ? form.dataset.lostText.replace("{time}", lastSaved) : form.dataset.neverText;
    if (saved.textContent !== text) saved.textContent = text;
    timer = window.setTimeout(save, RETRY);
  }

  async function save() {
    window.clearTimeout(timer);
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: fields(), credentials: "same-origin", redirect: "error" });
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      const told = await answer.json();
      saved.textContent = told.text;
      if (answer.status === 409) stopped = true;
      else {
        form.elements.version.value = told.version;
        lastSaved = told.time;
      }
    } catch {
      lost();
    } finally {
      running = false;
      if (again) {
        again = false;
        save();
      }
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file" || event.target.name === "library") return;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    window.clearTimeout(timer);
  });
  document.addEventListener("portal:session-ending", save);
}
