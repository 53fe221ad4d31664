/** What the member has started and the bot has not answered yet. */

const KEPT_STATUSES = 50;

/** Tells each waiting part of the page how its interaction ended. */
export class Interactions {
  constructor() {
    this.waiting = new Map();
    this.early = new Map();
  }

  /**
   * Wait for the end of an interaction; its status may have come before its id did.
   * @param {(status: "answered"|"failed", text: string) => void} onEnd
   */
  wait(id, onEnd) {
    const early = this.early.get(id);
    if (early) {
      this.early.delete(id);
      onEnd(early.status, early.text);
    } else {
      this.waiting.set(id, onEnd);
    }
  }

  /** Take an INTERACTION event. */
  settle({ interaction_id: id, status, text }) {
    if (status === "sent") return;
    const onEnd = this.waiting.get(id);
    if (onEnd) {
      this.waiting.delete(id);
      onEnd(status, text ?? "");
      return;
    }
    this.early.set(id, { status, text: text ?? "" });
    if (this.early.size > KEPT_STATUSES) this.early.delete(this.early.keys().next().value);
  }
}
