/**
 * Has the browser ask its push service for an address, before the form is sent with what it got. Only where there are push services, and the person did not refuse.
 * @param {HTMLFormElement} form
 */
export default function (form) {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) || Notification.permission === "denied") return;
  const failed = part(form, "failed");
  let isAsking = false;
  part(form, "missing").hidden = true;
  part(form, "button").hidden = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    failed.hidden = true;
    try {
      const { endpoint, keys } = await subscribed(/** @type {string} */ (form.dataset.key));
      field(form, "endpoint").value = endpoint ?? "";
      field(form, "p256dh").value = keys?.p256dh ?? "";
      field(form, "auth").value = keys?.auth ?? "";
    } catch {
      // Refused, or no push service is reached: the person chooses what to do.
      failed.hidden = false;
      isAsking = false;
      return;
    }
    form.submit();
  });

  // A page that comes back from the browser's own cache may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) isAsking = false;
  });
}

/** @param {string} key by which a push service knows this site, base64url */
async function subscribed(key) {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("Not allowed.");
  // At an address that no upgrade changes, unlike this file's: the browser knows it by that.
  const worker = await navigator.serviceWorker.register("/components/push/push-worker.js");
  await active(worker);
  const bytes = Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  // One made for other keys of the site is of no use any more.
  const earlier = await worker.pushManager.getSubscription();
  if (earlier && !same(earlier.options.applicationServerKey, bytes)) await earlier.unsubscribe();
  return (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes })).toJSON();
}

/**
 * Its scope holds no page, so that nothing else tells when it may be used.
 * @param {ServiceWorkerRegistration} worker
 */
function active(worker) {
  const coming = worker.installing ?? worker.waiting;
  if (!coming) return;
  return new Promise((done) => coming.addEventListener("statechange", () => coming.state === "activated" && done(undefined)));
}

/**
 * @param {ArrayBuffer | null} one
 * @param {Uint8Array} other
 */
function same(one, other) {
  return one !== null && new Uint8Array(one).toString() === other.toString();
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/**
 * @param {HTMLElement} form
 * @param {string} name
 */
function part(form, name) {
  return /** @type {HTMLElement} */ (form.querySelector(`.push__${name}`));
}
