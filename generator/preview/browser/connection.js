// The line to the server. A page that nobody sees lets it go: a browser has six connections to one server, and the
// seventh tab would wait for ever. When it is seen again it catches up by the epoch that it knows.

/** @typedef {import("./preview.js").State} State */
/** @typedef {import("./preview.js").Served} Served */

const AGAIN = 1000; // milliseconds

/**
 * Calls back with each state of the preview.
 *
 * @param {Served} served its epoch is brought up to date by whoever deals with a build
 * @param {(state: State) => void} hear
 */
export function connect(served, hear) {
  /** @type {EventSource | undefined} */
  let line;

  function open() {
    if (line || document.hidden) return;
    line = new EventSource(`/.marbre/events?run=${served.run}&epoch=${served.epoch}`);
    line.onmessage = ({ data }) => hear(JSON.parse(data));
    line.onerror = () => {
      // The browser's own retry would ask with the epoch of the beginning.
      close();
      setTimeout(open, AGAIN);
    };
  }

  function close() {
    line?.close();
    line = undefined;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
