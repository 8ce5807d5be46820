// The preview in an open page: hears from the server, keeps the page up to date, shows bar and errors.
// It stays out of the page's way: its own elements are in shadow trees, and it stores nothing but the scroll position.

import { showBar } from "./bar.js";
import { connect } from "./connection.js";
import { markLinks } from "./marking.js";
import { showErrors } from "./overlay.js";
import { hearOfBuild, restoreScroll, start } from "./updating.js";

/**
 * What the server tells, see generator/preview/board.py.
 *
 * @typedef {{code: string, path: string, line: number, column: number, problem: string, hint: string,
 *   excerpt: [number, string][]}} Told
 * @typedef {{url: string, marks: string[]}} Marked
 * @typedef {{id: string, title: string}} View
 * @typedef {{run: string, epoch: number, building: boolean, changed: string[] | null, errors: Told[],
 *   warnings: Told[], warning_count: number, pages: number, seconds: number | null, marked: Marked[],
 *   root: string, views: View[]}} State
 */

/**
 * What the server wrote on the script's element.
 *
 * @typedef {{run: string, epoch: number, token: string, file: string, lost: boolean}} Served
 */

const script = /** @type {HTMLElement} */ (document.getElementById("marbre-preview"));
/** @type {Served} */
const served = {
  run: script.dataset.run ?? "",
  epoch: Number(script.dataset.epoch),
  token: script.dataset.token ?? "",
  file: script.dataset.file ?? "",
  lost: "lost" in script.dataset,
};

restoreScroll();
start(served);
connect(served, (state) => {
  if (!served.lost) showErrors(state.errors); // the page that stands for a lost one lists them itself
  showBar(state, served);
  markLinks(state.marked);
  hearOfBuild(state, served);
});
