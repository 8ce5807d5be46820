// Gives back its input in brotli: Node has it and Python has not.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

// What an edge spends on a page that it compresses by itself; files compressed beforehand are smaller still.
const QUALITY = 5;

process.stdout.write(brotliCompressSync(readFileSync(0), { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }));
