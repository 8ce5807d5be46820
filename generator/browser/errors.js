// One error for everything that the format can refuse. Mirror of paywall/errors.py.

/** Something that is not as format.md says, told by the error word of the first check that fails. */
export class SealError extends Error {
  /**
   * @param {string} word an error word of format.md section 11.2
   * @param {string} [detail] what was found; never key bytes, never sealed text
   */
  constructor(word, detail = "") {
    super(detail ? `${word}: ${detail}` : word);
    this.name = "SealError";
    this.word = word;
  }
}
