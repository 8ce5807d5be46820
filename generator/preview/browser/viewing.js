// As whom the site is seen. The server logs this browser in; the opener hears of it by its own fragments
// (docs/opener.md, section 2), as after any login.

import { reload } from "./updating.js";

const HINT = "marbre-session"; // the opener's, in localStorage
const COOKIE = /(?:^|; )marbre-view-as="?([^;"]*)"?/;

/** Returns the id of the view that this browser has; `someone` after a login by hand. */
export function chosenView() {
  try {
    if (localStorage.getItem(HINT) !== "1") return "anonymous";
  } catch {
    // Denied: the cookie decides.
  }
  const chosen = COOKIE.exec(document.cookie)?.[1] ?? "someone";
  return chosen === "anonymous" ? "someone" : chosen;
}

/**
 * Shows the site as somebody; returns false if the key service did not let him in.
 *
 * @param {string} view
 * @param {string} token
 */
export async function viewAs(view, token) {
  try {
    const response = await fetch("/.marbre/view-as", {
      method: "POST",
      headers: { "content-type": "application/json", "x-marbre-token": token },
      body: JSON.stringify({ as: view }),
    });
    if (!response.ok) return false;
  } catch {
    return false;
  }
  const fragment = view === "anonymous" ? "#marbre-logout" : "#marbre-open";
  history.replaceState(history.state, "", location.pathname + location.search + fragment);
  reload();
  return true;
}
