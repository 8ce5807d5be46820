// Opens the assets of an opened section: images and recordings when they come near the view, attachments
// on a click. Names come from the manifest only.

import { SealError } from "./errors.js";
import { fetchSealed } from "./fetching.js";
import { importContentKey } from "./keys.js";
import { openAsset } from "./opening.js";

/** @typedef {HTMLElement & {say(id: string): void}} Root */
/** @typedef {Map<string, import("./message.js").ManifestEntry>} Manifest */

const NEAR = "400px"; // how far from the view an image is opened

// Types that a blob may have; with another one it could run script in the page's origin.
const MEDIA_TYPES = [
  "image/avif", "image/webp", "image/jpeg", "image/png", "image/gif",
  "application/pdf", "application/epub+zip", "application/zip",
  "audio/mpeg", "audio/mp4", "audio/ogg", "video/mp4", "video/webm",
  "text/csv", "text/plain",
];

/**
 * Watches over the assets of a section. Returns a function that ends it and revokes what was opened.
 *
 * @param {Root} root with `src`, beside which the assets lie
 * @param {Manifest} manifest
 * @param {import("./header.js").Header} header of the section
 * @returns {() => void}
 */
export function watchAssets(root, manifest, header) {
  const end = new AbortController();
  const base = new URL(root.getAttribute("src") ?? "", document.baseURI);
  const blobs = blobAddresses(manifest, header, base, end.signal);
  /** @type {NodeListOf<HTMLElement>} */
  const named = root.querySelectorAll("[data-sealed]");
  const known = [...named].filter(({ dataset }) => manifest.has(dataset.sealed ?? ""));
  for (const link of known) if (link instanceof HTMLAnchorElement) openOnClick(link, root, blobs, end.signal);
  openInView(new Set(known.filter((element) => element.localName !== "a").map(hostOf)), blobs, end.signal);
  return () => end.abort();
}

/**
 * Returns a function from the name of an asset to its blob address, each opened once.
 *
 * @param {Manifest} manifest
 * @param {import("./header.js").Header} header
 * @param {URL} base
 * @param {AbortSignal} ended
 */
function blobAddresses(manifest, header, base, ended) {
  const keys = new Map(Array.from(manifest.values(), ({ name, key }) => [name, importContentKey(key)]));
  /** @type {Map<string, Promise<string>>} */
  const addresses = new Map();
  /** @type {Set<string>} */
  const failed = new Set();

  /** @param {string} name */
  async function open(name) {
    const key = /** @type {CryptoKey} */ (await keys.get(name));
    const file = await fetchSealed(new URL(name, base).href, failed.has(name));
    const bytes = await openAsset(file, key, header);
    if (ended.aborted) throw new SealError("unreachable", "the section was closed");
    const mediaType = manifest.get(name)?.mediaType ?? "";
    const type = MEDIA_TYPES.includes(mediaType) ? mediaType : "application/octet-stream";
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    ended.addEventListener("abort", () => URL.revokeObjectURL(address));
    return address;
  }

  return (/** @type {string} */ name) => {
    const address = addresses.get(name) ?? open(name);
    addresses.set(name, address);
    // The next one who needs it tries again.
    address.catch(() => addresses.delete(name) && failed.add(name));
    return address;
  };
}

/**
 * @param {Set<Element>} hosts
 * @param {(name: string) => Promise<string>} blobs
 * @param {AbortSignal} ended
 */
function openInView(hosts, blobs, ended) {
  const open = (/** @type {Element} */ host) => {
    watcher.unobserve(host);
    openHost(host, blobs);
  };
  const watcher = new IntersectionObserver(
    (entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => open(target)),
    { rootMargin: NEAR },
  );
  for (const host of hosts) watcher.observe(host);
  addEventListener("beforeprint", () => hosts.forEach(open), { signal: ended });
  ended.addEventListener("abort", () => watcher.disconnect());
}

/**
 * Returns the element that comes into view for a sealed one: a `source` itself never does.
 *
 * @param {Element} element
 */
function hostOf(element) {
  return element.closest("picture")?.querySelector("img") ?? element.closest("audio, video") ?? element;
}

/**
 * @param {Element} host
 * @param {(name: string) => Promise<string>} blobs
 */
async function openHost(host, blobs) {
  const source = chosenSource(host);
  if (!source) return void setAddress(host, "src", blobs);
  await setAddress(source, host.localName === "img" ? "srcset" : "src", blobs);
  if (host instanceof HTMLMediaElement) host.load();
}

/**
 * Returns the sealed `source` that the browser would take, or null if the host has its own.
 *
 * @param {Element} host
 * @returns {HTMLSourceElement | null}
 */
function chosenSource(host) {
  const scope = host.closest("picture") ?? host;
  const sources = [...scope.querySelectorAll("source")].filter(({ dataset }) => dataset.sealed !== undefined);
  const fits = ({ media = "", type = "" }) =>
    (!media || matchMedia(media).matches) && !(host instanceof HTMLMediaElement && type && !host.canPlayType(type));
  return sources.find(fits) ?? null;
}

/**
 * @param {Element} element
 * @param {"src" | "srcset"} attribute
 * @param {(name: string) => Promise<string>} blobs
 */
async function setAddress(element, attribute, blobs) {
  const name = element.getAttribute("data-sealed");
  if (!name || element.hasAttribute(attribute)) return;
  try {
    element.setAttribute(attribute, await blobs(name));
    element.removeAttribute("data-sealed-failed");
  } catch (error) {
    markFailed(element, error);
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {Root} root
 * @param {(name: string) => Promise<string>} blobs
 * @param {AbortSignal} ended
 */
function openOnClick(link, root, blobs, ended) {
  const name = link.dataset.sealed ?? "";
  const opened = new AbortController();
  link.href = "#"; // so that the keyboard reaches it
  ended.addEventListener("abort", () => opened.abort());
  link.addEventListener("click", open, { signal: opened.signal });

  /** @param {Event} event */
  async function open(event) {
    event.preventDefault();
    try {
      link.href = await blobs(name);
      link.download ||= name;
      link.removeAttribute("data-sealed-failed");
    } catch (error) {
      markFailed(link, error);
      return root.say("sealed-failed");
    }
    opened.abort();
    link.click();
  }
}

/**
 * @param {Element} element
 * @param {unknown} error
 */
function markFailed(element, error) {
  if (!(error instanceof SealError)) throw error;
  element.setAttribute("data-sealed-failed", error.word);
}
