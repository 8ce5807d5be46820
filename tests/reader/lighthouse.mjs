// Runs Lighthouse's mobile preset on addresses, in turns, and prints a list of figures for each as JSON.
// Usage: node lighthouse.mjs RUNS ADDRESS...

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const CATEGORIES = { performance: "performance", accessibility: "accessibility", "best-practices": "best practices", seo: "SEO" };
const TIMES = {
  "largest-contentful-paint": ["LCP", 1000],
  "first-contentful-paint": ["FCP", 1000],
  "cumulative-layout-shift": ["CLS, load", 1],
  "total-blocking-time": ["TBT", 1],
};

const [runs, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath: "/usr/bin/chromium", chromeFlags: FLAGS, ignoreDefaultFlags: false });
const found = {};
try {
  for (let run = 0; run < Number(runs); run++) {
    for (const address of addresses) (found[address] ??= []).push(await figures(address));
  }
} finally {
  await chrome.kill();
}
process.stdout.write(JSON.stringify(found));

/** Returns the figures of one visit by name, and what lost points. */
async function figures(address) {
  const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error", output: "json" });
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  const measured = {};
  for (const [id, name] of Object.entries(CATEGORIES)) measured[name] = Math.round(lhr.categories[id].score * 100);
  for (const [id, [name, unit]] of Object.entries(TIMES)) measured[name] = lhr.audits[id].numericValue / unit;
  const lost = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
    .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? ""} ${lhr.audits[id].explanation ?? ""}`);
  return { measured, lost: [...new Set(lost)] };
}
