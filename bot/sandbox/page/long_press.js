/** Opening a menu by hand: a long press with the thumb, or the right button of a mouse. */

const HOLD_MS = 450;
const STILL_PX = 10;
const OWN_MENU = "a, input, textarea, select, dialog";

/** Call open(target, x, y) for a long press or a right click within *root*. */
export function onMenuGesture(root, open) {
  let timer = null;
  let start = null;
  let hasOpened = false;
  const stop = () => {
    clearTimeout(timer);
    start = null;
  };
  root.addEventListener("pointerdown", (event) => {
    stop();
    if (event.pointerType !== "touch" || event.target.closest(OWN_MENU)) return;
    start = event;
    timer = setTimeout(() => {
      hasOpened = true;
      open(event.target, event.clientX, event.clientY);
      stop();
    }, HOLD_MS);
  });
  root.addEventListener("pointermove", (event) => {
    if (start && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > STILL_PX) {
      stop();
    }
  });
  for (const end of ["pointerup", "pointercancel", "scroll"]) root.addEventListener(end, stop);
  // The press that has opened the menu must press nothing else: no button under the thumb, and not
  // the menu's own backdrop, where the thumb is when it leaves the screen.
  document.addEventListener("pointerdown", () => (hasOpened = false), { capture: true });
  document.addEventListener(
    "click",
    (event) => {
      if (!hasOpened) return;
      hasOpened = false;
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true },
  );
  root.addEventListener("contextmenu", (event) => {
    if (event.target.closest(OWN_MENU) || String(getSelection())) return;
    event.preventDefault();
    stop();
    if (!hasOpened) open(event.target, event.clientX, event.clientY);
  });
}
