/**
 * Keeps the number of unread notices in the top bar right while the page stays open. Without script, and until it is told otherwise, it is the number of
 * when the page was opened. Speaks as much of SignalR's protocol as it needs: one kind of message, and a sign of life.
 * @param {HTMLElement} told where a change is said to who does not see it
 */
export default function (told) {
  const end = "\u001e";
  /** A page that is left within this time needs no connection. */
  const patience = 10_000;
  /** @type {NodeListOf<HTMLElement>} */
  const counts = document.querySelectorAll("[data-notice-count]");
  /** @type {WebSocket | undefined} */
  let socket;

  /** @param {number} count */
  const show = (count) => {
    const before = Number(counts[0]?.textContent);
    if (count === before) return;
    for (const element of counts) {
      element.textContent = String(count);
      element.hidden = count === 0;
    }
    if (count > before) told.textContent = (count === 1 ? told.dataset.one : told.dataset.other)?.replace("{0}", String(count)) ?? "";
  };

  const listen = () => {
    if (document.hidden || (socket && socket.readyState <= WebSocket.OPEN)) return;
    const url = new URL("/berichten/teller", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const opened = new WebSocket(url);
    socket = opened;
    opened.addEventListener("open", () => opened.send(JSON.stringify({ protocol: "json", version: 1 }) + end));
    opened.addEventListener("message", ({ data }) => {
      for (const part of String(data).split(end).filter(Boolean)) {
        const message = JSON.parse(part);
        if (message.type === 1 && message.target === "Count") show(message.arguments[0]);
        if (message.type === 6) opened.send(JSON.stringify({ type: 6 }) + end);
      }
    });
  };

  setTimeout(listen, patience);
  // A connection that fell, or that was never made in a tab at the back, is made anew by who comes back to the page; never by itself, again and again.
  document.addEventListener("visibilitychange", () => setTimeout(listen, patience));
}
