/**
 * Has the browser make a passkey, or sign with one, before the form is sent with what it made.
 * @param {HTMLFormElement} form
 */
export default function (form) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  const credential = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
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
      credential.value = JSON.stringify(await asked(form));
    } catch {
      // Declined, too late, or no such passkey here: the person chooses what to do.
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

/** @param {HTMLFormElement} form */
async function asked(form) {
  const answer = await fetch(/** @type {string} */ (form.dataset.options), { method: "POST", body: new URLSearchParams(/** @type {any} */ (new FormData(form))) });
  if (!answer.ok) throw new Error(`${form.dataset.options} answered ${answer.status}`);
  const options = await answer.json();
  return "makes" in form.dataset
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

/**
 * @param {HTMLElement} form
 * @param {string} name
 */
function part(form, name) {
  return /** @type {HTMLElement} */ (form.querySelector(`.passkey__${name}`));
}
