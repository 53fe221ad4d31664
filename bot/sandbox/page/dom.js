/** Building DOM nodes. Text only ever becomes text nodes: nothing here parses HTML. */

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "hidden", "multiple"]);

/**
 * Make an element.
 * @param {string} selector Tag with optional classes: "div.message.bot".
 * @param {object} [props] Attributes; "on" holds listeners, "data" data attributes, "style"
 *   custom properties. Null and false leave an attribute out.
 * @param {...(Node|string|number|null|false|Array)} children Nodes, or text.
 */
export function h(selector, props = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.classList.add(...classes);
  for (const [name, value] of Object.entries(props)) setProperty(element, name, value);
  append(element, children);
  return element;
}

function setProperty(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  } else if (name === "data") {
    Object.assign(element.dataset, value);
  } else if (name === "style") {
    for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
  } else if (PROPERTIES.has(name)) {
    element[name] = value;
  } else {
    element.setAttribute(name, value === true ? "" : value);
  }
}

/** Append children to a node; nested lists are flattened, null and false are left out. */
export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Put new children in place of the old ones. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/** Return the element with that id; it is part of index.html. */
export function byId(id) {
  return document.getElementById(id);
}

const SAFE_PROTOCOLS = new Set(["http:", "https:", "mailto:", "blob:"]);

/** Return *url* if a link may lead there, else null (a script or data link never may). */
export function safeUrl(url) {
  try {
    const parsed = new URL(url, location.href);
    return SAFE_PROTOCOLS.has(parsed.protocol) ? parsed.href : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Return the address of a file of the sandbox as this page reaches it.
 *
 * Signed links name the host that the server was started on; a phone on the same network, or
 * "localhost" instead of "127.0.0.1", reaches it under another name. The signature covers the
 * path only.
 */
export function mediaUrl(url) {
  const safe = url ? safeUrl(url) : null;
  if (!safe) return null;
  const parsed = new URL(safe);
  const isSandbox = parsed.pathname.startsWith("/cdn/") || isLoopback(parsed.hostname);
  return isSandbox ? location.origin + parsed.pathname + parsed.search : parsed.href;
}

function isLoopback(host) {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}
