/**
 * Clears the other tabs too when somebody logs out in one: what they show is not for who comes next. Without script they keep it until the next click.
 * @param {HTMLFormElement} form
 */
export default function (form) {
  const tabs = new BroadcastChannel("log-out");
  form.addEventListener("submit", () => {
    tabs.postMessage("leaving");
    // The page goes when the answer is there: who opens another before is still logged in.
    window.addEventListener("pagehide", () => tabs.postMessage("left"), { once: true });
  });
  tabs.addEventListener("message", ({ data: how }) => {
    document.body.hidden = true;
    if (how === "left") location.replace(new URL("inloggen", form.action));
  });
}
