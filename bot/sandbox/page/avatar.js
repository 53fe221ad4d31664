/** Avatars: the picture of a user, or the first letter on a colour of their own. */

import { h, mediaUrl } from "./dom.js";
import { displayName } from "./world.js";

const COLOURS = ["#5865f2", "#3ba55c", "#d9822b", "#c2528b", "#2f8fa3", "#8a63d2"];

/** Return a round avatar; it is decoration, the name always stands beside it. */
export function avatar(user, size = "") {
  const name = displayName(user);
  const letter = h("span.avatar-letter", {}, name.slice(0, 1).toUpperCase());
  const index = [...String(user?.id ?? "0")].reduce((sum, digit) => sum + digit.charCodeAt(0), 0);
  const box = h(
    `span.avatar${size ? `.${size}` : ""}`,
    { "aria-hidden": "true", style: { "--avatar": COLOURS[index % COLOURS.length] } },
    letter,
  );
  const url = mediaUrl(user?.avatar_url);
  if (url) {
    const image = h("img", { src: url, alt: "", on: { error: () => image.remove() } });
    box.append(image);
  }
  return box;
}
