/**
 * Marks the part of the page that is being read.
 * @param {HTMLElement} nav
 */
export default function (nav) {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = nav.querySelectorAll("a[href^='#']");
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((entry) => entry.isIntersecting)) {
        for (const link of links) {
          if (link.hash === `#${entry.target.id}`) {
            link.setAttribute("aria-current", "true");
            nav.scrollLeft = link.offsetLeft - nav.clientWidth / 3;
          } else link.removeAttribute("aria-current");
        }
      }
    },
    { rootMargin: "-20% 0px -70% 0px" },
  );
  for (const link of links) {
    const part = document.getElementById(link.hash.slice(1));
    if (part) observer.observe(part);
  }
}
