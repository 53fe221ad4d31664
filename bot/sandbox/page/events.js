/** The live feed: one WebSocket as one member, opened again when it is lost. */

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/** Listens to the sandbox and hands each event on. */
export class Feed {
  /**
   * @param {(type: string, data: object) => void} onEvent Called for each event.
   * @param {(isOpen: boolean) => void} onStatus Called when the feed opens or is lost. What
   *   happened before it opened has to be read.
   */
  constructor(onEvent, onStatus) {
    this.onEvent = onEvent;
    this.onStatus = onStatus;
    this.socket = null;
    this.timer = null;
    this.wait_ms = FIRST_WAIT_MS;
  }

  /** Listen as that member from now on. */
  listen(memberId) {
    this.close();
    this.wait_ms = FIRST_WAIT_MS;
    this.open(memberId);
  }

  open(memberId) {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const query = new URLSearchParams({ as: memberId });
    const socket = new WebSocket(`${scheme}//${location.host}/control/events?${query}`);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.wait_ms = FIRST_WAIT_MS;
      this.onStatus(true);
    });
    socket.addEventListener("message", (event) => {
      const { type, data } = JSON.parse(event.data);
      if (this.socket === socket) this.onEvent(type, data);
    });
    socket.addEventListener("close", () => {
      if (this.socket !== socket) return;
      this.onStatus(false);
      this.timer = setTimeout(() => this.open(memberId), this.wait_ms);
      this.wait_ms = Math.min(this.wait_ms * 2, LONGEST_WAIT_MS);
    });
  }

  close() {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }
}
