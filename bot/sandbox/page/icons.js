/** The page's own signs as drawings: not every system has a font with emoji. */

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  app: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  close: "M5 5l14 14M19 5L5 19",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 100 6 3 3 0 000-6z",
  forum: "M4 5h16v11H11l-4 4v-4H4z",
  file: "M6 2h8l5 5v15H6zM14 2v5h5M9 12h7M9 16h7",
  horn: "M4 10v4h3l9 5V5l-9 5zM19 9v6",
  menu: "M4 6h16M4 12h16M4 18h16",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  open: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  people: "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2 20c0-4 3-6 7-6s7 2 7 6M16 4.5a3.5 3.5 0 010 6.500M18 14.500c2.500.700 4 2.500 4 5.500",
  plus: "M12 5v14M5 12h14",
  send: "M4 12L3 4l18 8-18 8 1-8zM4 12h8",
  thread: "M6 4v9a3 3 0 003 3h9M14 12l4 4-4 4",
  unfold: "M6 9l6 6 6-6",
};

/** Return a drawing; it is decoration, its button or row has a name of its own. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Put the drawings into the places that index.html marks with data-icon. */
export function drawIcons(root) {
  for (const place of root.querySelectorAll("[data-icon]")) place.append(icon(place.dataset.icon));
}
