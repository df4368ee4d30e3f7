/**
 * Control characters, of which a terminal takes those beyond ASCII for commands as well; the ends of lines and paragraphs
 * of Unicode; and what turns the direction in which text is read, so that it shows other than it is.
 */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u206a-\u206f\ufff9-\ufffb]/gu

/** A text on one line: names that others chose cannot break the line, steer a terminal, or show other than they are. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const digits = character.charCodeAt(0).toString(16)
    return digits.length <= 2 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`
  })
}
