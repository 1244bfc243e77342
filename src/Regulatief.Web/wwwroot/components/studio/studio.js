/** What Studio needs, in the order in which its own start page loads it. */
const SCRIPTS = [
  "_content/BlazorMonaco/jsInterop.js",
  "_content/BlazorMonaco/lib/monaco-editor/min/vs/loader.js",
  "_content/BlazorMonaco/lib/monaco-editor/min/vs/editor/editor.main.js",
  "_content/MudBlazor/MudBlazor.min.js",
  "_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.js",
  "_content/Radzen.Blazor/Radzen.Blazor.js",
  "_framework/blazor.webassembly.js",
];

/** How long Studio may take to show what was asked, in milliseconds. */
const PATIENCE = 60_000;

/** A token is renewed when less than this is left of it, in seconds. */
const MARGIN = 120;

/**
 * @typedef {{ token: string, expiresIn: number }} StudioToken
 * @typedef {{ start(options: { applicationCulture: string }): Promise<void> }} BlazorRuntime
 */

/**
 * Starts Elsa Studio inside the element and shows what it does until then.
 * @param {HTMLElement} host
 */
export default async function studio(host) {
  const language = document.documentElement.lang;
  const loading = part(host, "loading");
  loading.hidden = false;
  const progress = /** @type {HTMLProgressElement} */ (loading.querySelector("progress"));
  const watch = setInterval(() => {
    progress.value = parseFloat(document.documentElement.style.getPropertyValue("--blazor-load-percentage")) || 0;
  }, 100);

  try {
    localStorage.setItem("BlazorCulture", language);
    const session = new Session(host);
    await session.renew();
    session.guardCalls();
    session.guardSockets();
    for (const script of SCRIPTS) await load(script);
    const { Blazor } = /** @type {{ Blazor: BlazorRuntime }} */ (/** @type {unknown} */ (window));
    await Blazor.start({ applicationCulture: language });
    // Before it is defined an element takes our callbacks for properties of its own, and Blazor never sees them.
    await customElements.whenDefined(/** @type {string} */ (host.dataset.element));
    leaveForOtherPages();
    const element = elementOf(host, session.token);
    host.append(element);
    await shown(element, ".x6-graph, .mud-table-body");
    if (host.dataset.step) await select(element, host.dataset.step);
  } catch (error) {
    part(host, "failed").hidden = false;
    throw error;
  } finally {
    clearInterval(watch);
    loading.hidden = true;
  }
}

/** Where Studio would go on inside its own application, the server leads to our page. */
function leaveForOtherPages() {
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    if (url && new URL(url, document.baseURI).pathname.startsWith("/ontwerper/workflows/")) location.assign(url);
    else push(state, unused, url);
  };
}

/**
 * @param {HTMLElement} host
 * @param {string} token
 */
function elementOf(host, token) {
  const { element, subjectAttribute, subject, definitionPage, instancePage } = host.dataset;
  const studio = document.createElement(/** @type {string} */ (element));
  studio.setAttribute("remote-endpoint", new URL("/elsa/api", location.href).href);
  studio.setAttribute("access-token", token);
  if (subjectAttribute && subject) studio.setAttribute(subjectAttribute, subject);
  return Object.assign(studio, {
    editWorkflowDefinition: (/** @type {string} */ id) => location.assign(definitionPage + encodeURIComponent(id)),
    viewWorkflowInstance: (/** @type {string} */ id) => location.assign(instancePage + encodeURIComponent(id)),
    workflowDefinitionExecuted: (/** @type {string} */ id) => location.assign(instancePage + encodeURIComponent(id)),
  });
}

/** The token that Studio's calls carry. Studio keeps the one it was given, so each call gets the newest on its way out. */
class Session {
  token = "";
  #ticket = "";
  #renewAt = 0;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.notice = part(host, "logged-out");
    this.asked = part(host, "confirm");
  }

  /** Who was logged out meanwhile is asked to log in on another tab; the call waits for that, so that the drawing is not lost. */
  async renew() {
    for (;;) {
      const answer = await fetch("/ontwerper/token", { redirect: "manual" });
      if (answer.ok) {
        const { token, expiresIn } = /** @type {StudioToken} */ (await answer.json());
        this.token = token;
        this.#renewAt = Date.now() + (expiresIn - MARGIN) * 1000;
        this.notice.hidden = true;
        return;
      }
      this.notice.hidden = false;
      await new Promise((resolve) => window.addEventListener("focus", resolve, { once: true }));
    }
  }

  guardCalls() {
    const send = window.fetch.bind(window);
    window.fetch = async (resource, options) => {
      const url = new URL(resource instanceof Request ? resource.url : resource, document.baseURI);
      if (!url.pathname.startsWith("/elsa/")) return send(resource, options);
      if (url.pathname.endsWith("/negotiate")) await this.#fetchTicket();

      const request = new Request(resource, options);
      if (Date.now() > this.#renewAt) await this.renew();
      let answer = await send(this.#signed(request.clone()));
      if (answer.status === 401) {
        await this.renew();
        answer = await send(this.#signed(request.clone()));
      }
      while (await isAskedWhoIsThere(answer)) {
        await this.#confirm();
        answer = await send(this.#signed(request.clone()));
      }
      return answer;
    };
  }

  /** What asks for more than a log-in is asked on another tab, and the call goes on when one comes back. */
  async #confirm() {
    this.asked.hidden = false;
    await new Promise((resolve) => window.addEventListener("focus", resolve, { once: true }));
    this.asked.hidden = true;
  }

  /** A socket takes no header, so that what proves who opens it stands in its address: a ticket for this one, instead of the token that Studio puts there. */
  guardSockets() {
    const session = this;
    window.WebSocket = class extends WebSocket {
      /**
       * @param {string | URL} address
       * @param {string | string[]} [protocols]
       */
      constructor(address, protocols) {
        const url = new URL(address, document.baseURI);
        if (url.pathname.startsWith("/elsa/hubs/")) url.searchParams.set("access_token", session.#ticket);
        super(url, protocols);
      }
    };
  }

  /** Studio negotiates right before it opens a socket. */
  async #fetchTicket() {
    const answer = await fetch("/elsa/api/hub-tickets", { method: "POST" });
    if (answer.ok) this.#ticket = /** @type {{ ticket: string }} */ (await answer.json()).ticket;
  }

  /** @param {Request} request */
  #signed(request) {
    request.headers.set("Authorization", `Bearer ${this.token}`);
    return request;
  }
}

/** @param {Response} answer */
async function isAskedWhoIsThere(answer) {
  return answer.status === 403 && /** @type {{ title?: string }} */ (await answer.clone().json()).title === "factor-asked";
}

/**
 * Waits for a part of Studio. It stays blank while it asks what to show; until then the page goes on saying that it loads.
 * @param {HTMLElement} element
 * @param {string} selector
 * @returns {Promise<Element | null>} Null when it did not come.
 */
function shown(element, selector) {
  return new Promise((resolve) => {
    const watch = new MutationObserver(look);
    const end = setTimeout(() => done(null), PATIENCE);
    watch.observe(element, { childList: true, subtree: true });
    look();

    function look() {
      const part = element.querySelector(selector);
      if (part) done(part);
    }

    /** @param {Element | null} part */
    function done(part) {
      watch.disconnect();
      clearTimeout(end);
      resolve(part);
    }
  });
}

/**
 * Selects a step on the drawing, as a click on it does. One that is drawn within another is not there.
 * @param {HTMLElement} element
 * @param {string} step
 */
async function select(element, step) {
  // Studio looks for the step's menu button when it is clicked, and draws that last.
  const node = (await shown(element, `.x6-node[data-cell-id="${CSS.escape(step)}"] .mud-button-root`))?.closest(".x6-node");
  if (!node) return;
  const { left, top, width, height } = node.getBoundingClientRect();
  const at = { bubbles: true, clientX: left + width / 2, clientY: top + height / 2 };
  for (const kind of ["mousedown", "mouseup", "click"]) (node.querySelector("foreignObject *") ?? node).dispatchEvent(new MouseEvent(kind, at));
}

/** @param {string} url */
function load(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.setAttribute("autostart", "false");
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${url} did not load`)));
    document.body.append(script);
  });
}

/**
 * @param {HTMLElement} host
 * @param {string} name
 */
function part(host, name) {
  return /** @type {HTMLElement} */ (host.querySelector(`.studio__${name}`));
}
