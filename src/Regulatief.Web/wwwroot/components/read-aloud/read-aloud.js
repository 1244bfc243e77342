/**
 * Adds a button that reads the text of an element aloud, where the browser can.
 * The button's words stand on the body, in the language of the page.
 * @param {HTMLElement} element
 */
export default function (element) {
  const { readAloud, stopReading } = document.body.dataset;
  if (!("speechSynthesis" in window) || !readAloud || !stopReading) return;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "utrecht-button utrecht-button--secondary-action read-aloud";
  button.textContent = readAloud;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const words = new SpeechSynthesisUtterance(element.innerText.replace(readAloud, ""));
    words.lang = document.documentElement.lang;
    words.rate = 0.9;
    words.addEventListener("start", () => (button.textContent = stopReading));
    words.addEventListener("end", () => (button.textContent = readAloud));
    words.addEventListener("error", () => (button.textContent = readAloud));
    speechSynthesis.speak(words);
  });
  element.append(button);
}
