// Fetches the short lists that change often into the pages that include them.

/**
 * Puts the fragment at the address `data-fragment` into an element. What the page has there, a plain link,
 * stays if the fragment cannot be had.
 *
 * @param {HTMLElement} place
 */
export function include(place) {
  const request = new XMLHttpRequest();
  request.open("GET", place.dataset.fragment ?? "");
  // A document that XMLHttpRequest parses is inert and no Trusted Types sink, so this needs no policy.
  request.responseType = "document";
  request.addEventListener("load", () => {
    const body = request.status === 200 ? request.responseXML?.body : null;
    if (body?.firstElementChild) place.replaceChildren(...body.childNodes);
  });
  request.send();
}

/** Includes fragments as they come near the view, so that readers who stay above fetch nothing. */
export function includeAll() {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        include(/** @type {HTMLElement} */ (target));
      }
    },
    { rootMargin: "600px 0px" },
  );
  for (const place of document.querySelectorAll("[data-fragment]")) near.observe(place);
}

includeAll();
