/**
 * Brings where the case stands into view, when the drawing is wider than its place.
 * @param {HTMLElement} cycle
 */
export default function (cycle) {
  const scroller = cycle.querySelector(".cycle__scroll");
  const here = cycle.querySelector(".cycle__node--current, .cycle__node--waiting");
  if (!scroller || !here) return;

  const [place, node] = [scroller.getBoundingClientRect(), here.getBoundingClientRect()];
  scroller.scrollLeft += node.left + node.width / 2 - (place.left + place.width / 2);
}
