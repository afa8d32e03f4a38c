/**
 * The page's policy lets it connect to its own server and to nobody else, so that a tool that judges pages from the inside
 * can ask that server for its robots.txt. From here on it may connect to nothing at all: policies only add up, so what one
 * forbids, no other allows again.
 */
export function allowNoConnections(): void {
  // What serves the sources while they are being written needs a connection; the page as one file never had any.
  if (import.meta.env.MODE !== 'production' || isForbidden) return;
  isForbidden = true;
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "connect-src 'none'";
  document.head.append(policy);
}

/** The same with the first thing that somebody does here, before anything else hears of it: until then there is nothing of theirs to send. */
export function allowNoConnectionsOnceTouched(): void {
  for (const type of touches) addEventListener(type, allowNoConnections, { capture: true, once: true });
}

let isForbidden = false;

/**
 * `click` and `input` for those whose software presses and types for them, and for what is pasted from a menu (a `paste` alone is
 * also what tools try out on a page); `hashchange` for a link that is put into the address.
 */
const touches = ['pointerdown', 'keydown', 'click', 'input', 'dragenter', 'drop', 'hashchange'];
