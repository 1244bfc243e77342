/** Tells the other tabs that whoever logged out is out: the page that they left may have been gone before its own word of that was sent. */
export default function () {
  new BroadcastChannel("log-out").postMessage("left");
}
