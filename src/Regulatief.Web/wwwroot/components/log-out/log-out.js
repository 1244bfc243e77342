const tabs = new BroadcastChannel("log-out");

/**
 * Clears the other tabs too when somebody logs out in one: what they show is not for who comes next. Without script they keep it until the next click.
 * @param {HTMLFormElement} form one of the two that a page has, in the bar and in the menu of a small window
 */
export default function (form) {
  form.addEventListener("submit", () => {
    tabs.postMessage("leaving");
    // The page goes when the answer is there: who opens another before is still logged in.
    window.addEventListener("pagehide", () => tabs.postMessage("left"), { once: true });
  });
  // Set, not added: one of the forms answers for the page.
  tabs.onmessage = ({ data: how }) => {
    document.body.hidden = true;
    if (how === "left") location.replace(new URL("inloggen", form.action));
  };
}
