/**
 * Loads what the page asks for: an element with data-module="name" is handed to the
 * default export of components/name/name.js. Without script every page works too.
 */
for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of /** @type {HTMLElement} */ (element).dataset.module?.split(" ").filter(Boolean) ?? []) {
    const { default: enhance } = await import(`./components/${name}/${name}.js`);
    enhance(element);
  }
}
