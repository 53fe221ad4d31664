/** Member and channel in the page's address: a reload, or a second tab, begins where it says. */

/** Return {as, channel} from the address: ids or names as shown, each may be empty. */
export function readAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  return { as: query.get("as") ?? "", channel: query.get("channel") ?? "" };
}

/** Write member and channel into the address, without a step in the history. */
export function writeAddress(as, channel) {
  history.replaceState(null, "", `#${new URLSearchParams({ as, channel })}`);
}
