// Puts a player of another site where its link stood, once the reader has asked for it. Nothing is loaded before.

const MAY = "autoplay; encrypted-media; fullscreen; picture-in-picture";
const SANDBOX = "allow-popups allow-presentation allow-same-origin allow-scripts";

/**
 * Replaces what offers a player by the player itself, and moves the focus to it.
 *
 * @param {Element} link with the player's address in `data-embed`
 */
export function embed(link) {
  const place = link.closest("figure") ?? link;
  const frame = document.createElement("iframe");
  frame.title = place.querySelector(".embed-title")?.textContent || link.textContent || "";
  frame.allow = MAY;
  frame.setAttribute("sandbox", SANDBOX);
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = link.getAttribute("data-embed") ?? "";
  const caption = place.querySelector("figcaption");
  place.replaceChildren(frame, ...(caption ? [caption] : []));
  frame.focus();
}
