/**
 * Control characters, of which a terminal takes those beyond ASCII for commands as well; the ends of lines and paragraphs
 * of Unicode; and what turns the direction in which text is read, so that it shows other than it is.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]/g

/** A text on one line of a terminal: names that others chose cannot break the line or steer the terminal. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const digits = character.charCodeAt(0).toString(16)
    return digits.length <= 2 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`
  })
}
