// Two minutes before the session ends a dialog asks whether to stay signed in.
// Without script the session simply ends; what was saved stays.
// Another tab that stays signed in prolongs this one too.
const dialog = document.querySelector("[data-timeout]");

if (dialog && typeof dialog.showModal === "function") {
  const seconds = Number(dialog.dataset.seconds);
  const warning = Number(dialog.dataset.warning || 120);
  const remaining = dialog.querySelector("[data-timeout-remaining]");
  const failed = dialog.querySelector("[data-timeout-failed]");
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("portal-session") : null;
  let endsAt = Date.now() + seconds * 1000;
  let announced = null;

  const left = () => Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));

  function say(rest) {
    // Screen readers hear whole minutes, then every twenty seconds, never each second.
    const step = rest > 60 ? Math.ceil(rest / 60) * 60 : Math.ceil(rest / 20) * 20;
    if (step === announced) return;
    announced = step;
    const minutes = step / 60;
    const text = step > 60 ? dialog.dataset.minutesText : step === 60 ? dialog.dataset.minuteText : dialog.dataset.secondsText;
    remaining.textContent = text.replace("{n}", String(step > 60 ? minutes : step));
  }

  function prolong(fresh) {
    endsAt = Date.now() + fresh * 1000;
    announced = null;
    failed.hidden = true;
    if (dialog.open) dialog.close();
  }

  async function stay() {
    try {
      const answer = await fetch(dialog.dataset.keepalive, {
        method: "POST",
        headers: { "X-CSRFToken": dialog.dataset.token },
        credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      prolong(seconds);
      channel?.postMessage({ seconds });
    } catch {
      failed.hidden = false;
    }
  }

  function tick() {
    const rest = left();
    if (rest === 0) {
      document.dispatchEvent(new CustomEvent("portal:session-ended"));
      window.location.assign(dialog.dataset.ended);
      return;
    }
    if (rest <= warning) {
      say(rest);
      if (!dialog.open) {
        // Pages that save by themselves listen for this and save without asking.
        document.dispatchEvent(new CustomEvent("portal:session-ending"));
        dialog.showModal();
      }
    }
    window.setTimeout(tick, 1000);
  }

  channel?.addEventListener("message", (event) => prolong(event.data.seconds));
  dialog.querySelector("[data-timeout-stay]").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  tick();
}
