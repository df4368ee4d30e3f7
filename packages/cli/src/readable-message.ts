import { messageInJson } from './message-in-json.ts'
import { titleOfPage } from './title-of-page.ts'

/**
 * A page: to its end, to the next failed file of a download, or, where the message was cut off in it, to the message's own
 * end.
 */
const PAGE = /<(?:!doctype\s+html|html)\b.*?(?:<\/html\s*>\s*|(?=\n##### File )|(?=…?'?$))/gis

/** Twice what Python lets the message of many files have; only a server that means no good says more. */
const LONGEST = 20_000

/** A message for people: a page or a piece of JSON that a server answered with is in it by what it says. */
export function readableMessage(message: string): string {
  const lines = message.slice(0, LONGEST).replaceAll('\r\n', '\n')
  const cut = message.length > LONGEST ? '… (--verbose prints all of it)' : ''
  return messageInJson(lines.replace(PAGE, titleOfPage)).trimEnd() + cut
}
