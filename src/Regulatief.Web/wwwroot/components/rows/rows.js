/**
 * Adds and removes form rows at once; without script the server does it and sends the page again.
 * @param {HTMLElement} rows
 */
export default function (rows) {
  rows.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest(".rows__remove");
    if (!button || rows.children.length < 2) return;
    event.preventDefault();
    const row = /** @type {HTMLElement} */ (button.closest(".rows__row"));
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    number(rows);
    firstField(next)?.focus();
  });

  rows.nextElementSibling?.querySelector(".rows__add")?.addEventListener("click", (event) => {
    const last = rows.lastElementChild;
    if (!last) return;
    event.preventDefault();
    const row = /** @type {HTMLElement} */ (last.cloneNode(true));
    clear(row);
    rows.append(row);
    number(rows);
    firstField(row)?.focus();
  });
}

/** @param {Element | null} row */
function firstField(row) {
  return /** @type {HTMLElement | null | undefined} */ (row?.querySelector("input:not([type=hidden]), textarea, select"));
}

/** @param {HTMLElement} row */
function clear(row) {
  for (const field of row.querySelectorAll("input, textarea")) {
    const input = /** @type {HTMLInputElement} */ (field);
    if (input.type === "checkbox" || input.type === "radio") input.checked = false;
    else if (input.type !== "hidden") input.value = "";
  }
  for (const select of row.querySelectorAll("select")) select.selectedIndex = 0;
  for (const error of row.querySelectorAll(".field__error")) error.remove();
  for (const field of row.querySelectorAll(".field--invalid")) field.classList.remove("field--invalid");
  for (const field of row.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

/**
 * Gives every row the names that its place asks for: Tasks[1].What, Tasks_1__What, "Regel 2".
 * @param {HTMLElement} rows
 */
function number(rows) {
  for (const [index, row] of [...rows.children].entries()) {
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of ["id", "name", "for", "value", "aria-describedby"]) {
        const value = element.getAttribute(attribute);
        const isOwn = attribute !== "value" || element.getAttribute("name") === "__Invariant";
        if (value && isOwn) {
          element.setAttribute(attribute, value.replaceAll(/\[\d+\]/g, `[${index}]`).replaceAll(/_\d+__/g, `_${index}__`));
        }
      }
      const label = element.getAttribute("aria-label");
      if (label) element.setAttribute("aria-label", label.replace(/\d+/, `${index + 1}`));
      if (element.matches(".rows__remove")) element.setAttribute("value", `${index}`);
    }
  }
}
