const SAVE_EVERY_MS = 30_000;

/**
 * Keeps a form half filled in now and then, beside the button that does it by hand.
 * @param {HTMLButtonElement} button
 */
export default function (button) {
  const form = button.form;
  if (!form) return;

  const status = document.createElement("span");
  status.className = "muted";
  status.setAttribute("role", "status");
  button.after(status);

  let isChanged = false;
  let isSent = false;
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", () => (isSent = true));

  setInterval(async () => {
    if (!isChanged || isSent) return;
    isChanged = false;
    const body = new FormData(form);
    body.set(button.name, "auto");
    // Each saving is one of its own: the page's key is for the sending of the form.
    body.set("__IdempotencyKey", `${Date.now()}-${Math.random()}`);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    const isSaved = answer?.status === 204;
    if (isSaved && !isChanged) form.dispatchEvent(new Event("kept"));
    else isChanged = true;
    const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    status.textContent = (isSaved ? button.dataset.saved?.replace("{0}", now) : button.dataset.failed) ?? "";
  }, SAVE_EVERY_MS);
}
