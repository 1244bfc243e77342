/**
 * Brings the person to what went wrong when the page comes back.
 * @param {HTMLElement} summary
 */
export default function (summary) {
  summary.focus();
}
