/** Shows that something waits, and opens the site for who presses it. Keeps nothing, and stands between no page and its server. */
const worker = /** @type {any} */ (self);

worker.addEventListener("push", (/** @type {any} */ event) => {
  const { title, body, address } = event.data.json();
  event.waitUntil(worker.registration.showNotification(title, { body, tag: "regulatief", renotify: true, icon: "/favicon.svg", data: { address } }));
});

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(event.notification.data.address));
});
