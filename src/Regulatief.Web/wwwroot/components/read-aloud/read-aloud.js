/**
 * Reads an element's text aloud. Without script, or in a browser that cannot speak, the button stays hidden.
 * @param {HTMLButtonElement} button
 */
export default function (button) {
  const text = document.getElementById(button.dataset.reads ?? "");
  const label = button.querySelector("span");
  if (!("speechSynthesis" in window) || !text || !label) return;

  const read = label.textContent ?? "";
  const stop = button.dataset.stop ?? "";
  const isDone = () => (label.textContent = read);

  button.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const words = new SpeechSynthesisUtterance(text.innerText);
    words.lang = document.documentElement.lang;
    words.rate = 0.9;
    words.addEventListener("end", isDone);
    words.addEventListener("error", isDone);
    label.textContent = stop;
    speechSynthesis.speak(words);
  });
}
