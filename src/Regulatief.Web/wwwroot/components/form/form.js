/**
 * Sends a form once, however often its button is clicked, and warns before
 * leaving a form that was changed and not sent.
 * @param {HTMLFormElement} form
 */
export default function (form) {
  let isSent = false;
  let isChanged = false;

  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("kept", () => (isChanged = false));
  form.addEventListener("submit", (event) => {
    if (isSent) {
      event.preventDefault();
      return;
    }
    isSent = true;
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });

  window.addEventListener("beforeunload", (event) => {
    if (isChanged && !isSent && form.hasAttribute("data-warn-unsaved")) event.preventDefault();
  });

  // A page that comes back from the browser's own cache may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isSent = false;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  });
}
