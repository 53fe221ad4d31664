/** Pictures and files: gallery grids, thumbnails, file rows, and the lightbox. */

import { byId, fill, h, mediaUrl } from "./dom.js";
import { icon } from "./icons.js";
import { coverWithSpoiler } from "./spoiler.js";

const MOST_IN_GRID = 10;

/** Return the address of a media item; "attachment://name" is looked up among the files. */
export function resolveMedia(media, attachments = []) {
  const url = media?.url ?? "";
  if (!url.startsWith("attachment://")) return mediaUrl(media?.proxy_url || url);
  const file = attachments.find((one) => one.filename === url.slice("attachment://".length));
  return file ? mediaUrl(file.proxy_url || file.url) : null;
}

/** Return a grid of up to ten pictures, laid out as Discord does. */
export function gallery(items, attachments) {
  const shown = items.slice(0, MOST_IN_GRID);
  const grid = h(`div.gallery.gallery-${shown.length}`);
  for (const item of shown) {
    const image = picture(item.media, item.description, attachments);
    const cell = item.spoiler ? coverWithSpoiler(image) : image;
    cell.classList.add("gallery-cell");
    grid.append(cell);
  }
  return grid;
}

/** Return one picture that opens large when pressed. */
export function picture(media, description, attachments) {
  const url = resolveMedia(media, attachments);
  if (!url) return h("div.media-missing", {}, "This picture is not available.");
  const alt = description ?? "";
  if ((media.content_type ?? "").startsWith("video/")) {
    return h("video.media-video", { src: url, controls: true, "aria-label": alt });
  }
  const image = h("img", { src: url, alt, width: media.width, height: media.height });
  image.addEventListener("error", () => button.classList.add("failed"));
  const label = alt ? `${alt} (open large)` : "Open picture";
  const props = { type: "button", "aria-label": label, title: alt || null };
  const button = h("button.media", props, image);
  if (media.width && media.height) {
    button.style.setProperty("--ratio", `${media.width} / ${media.height}`);
    button.style.setProperty("--width", `${media.width}px`);
  }
  button.addEventListener("click", () => openLightbox(url, alt));
  return button;
}

/** Return a section's small picture. */
export function thumbnail(component, attachments) {
  const image = picture(component.media, component.description, attachments);
  const cell = component.spoiler ? coverWithSpoiler(image) : image;
  cell.classList.add("thumbnail");
  return cell;
}

/** Return a row for a file that is no picture. */
export function fileRow({ url, name, size, spoiler }) {
  const href = url ?? null;
  const title = href
    ? h("a", { href, download: name, target: "_blank", rel: "noopener" }, name)
    : h("span", {}, name);
  const detail = Number.isFinite(size) ? h("span.file-size", {}, sizeText(size)) : null;
  const sign = h("span.file-icon", {}, icon("file"));
  const row = h("div.file", {}, sign, h("div.file-text", {}, title, detail));
  return spoiler ? coverWithSpoiler(row) : row;
}

/** Return bytes as people say them. */
export function sizeText(size_bytes) {
  if (size_bytes < 1000) return `${size_bytes} bytes`;
  const units = ["KB", "MB", "GB"];
  const power = Math.min(Math.floor(Math.log(size_bytes) / Math.log(1000)), units.length);
  return `${(size_bytes / 1000 ** power).toFixed(power > 1 ? 2 : 0)} ${units[power - 1]}`;
}

function openLightbox(url, alt) {
  const dialog = byId("lightbox");
  const close = h("button.icon-button", { type: "button", "aria-label": "Close" }, icon("close"));
  close.addEventListener("click", () => dialog.close());
  const link = h("a", { href: url, target: "_blank", rel: "noopener" }, "Open original");
  const image = h("img", { src: url, alt });
  const note = alt ? h("p.lightbox-alt", {}, alt) : null;
  fill(dialog, close, image, h("div.lightbox-foot", {}, note, link));
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close();
  };
  dialog.showModal();
}

/** A file keeps its path while its signature is made anew with each edit. */
function pathOf(image) {
  return new URL(image.src, location.href).pathname;
}

/** Move the loaded pictures of *old* into *fresh*, so that an edit does not make them flicker. */
export function keepLoadedPictures(old, fresh) {
  const loaded = new Map();
  for (const image of old.querySelectorAll(".media img")) {
    if (image.complete && image.naturalWidth > 0) loaded.set(pathOf(image), image);
  }
  for (const image of fresh.querySelectorAll(".media img")) {
    const before = loaded.get(pathOf(image));
    if (!before) continue;
    before.alt = image.alt;
    image.replaceWith(before);
    loaded.delete(pathOf(image));
  }
}
