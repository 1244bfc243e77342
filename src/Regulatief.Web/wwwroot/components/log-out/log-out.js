// As long as a log-out takes: who opens a page before is still logged in.
const leavingTakes = 1000;

/**
 * Clears the other tabs too when somebody logs out in one: what they show is not for who comes next. Without script they keep it until the next click.
 * @param {HTMLFormElement} form
 */
export default function (form) {
  const tabs = new BroadcastChannel("log-out");
  form.addEventListener("submit", () => tabs.postMessage(null));
  tabs.addEventListener("message", () => {
    document.body.hidden = true;
    setTimeout(() => location.replace(new URL("inloggen", form.action)), leavingTakes);
  });
}
