// node generator/browser/testing/vectors.js DIR — runs a folder of vectors in Node.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { report, runVectors } from "./run.js";

const [, , folder] = process.argv;
if (!folder) {
  console.error("usage: node generator/browser/testing/vectors.js DIR");
  process.exit(2);
}

/** @param {string} name */
const read = async (name) => JSON.parse(await readFile(join(folder, `${name}.json`), "utf-8"));

const index = await read("index");
const vectors = await Promise.all(index.vectors.map((/** @type {{name: string}} */ { name }) => read(name)));
const outcomes = await runVectors(vectors);
for (const line of report(outcomes)) console.log(line);
process.exit(outcomes.some(({ problem }) => problem) ? 1 : 0);
