/** Where servers say in JSON what is wrong. */
const FIELDS = ['message', 'detail', 'error_description', 'error', 'title', 'errors'] as const
const CUT_OFF = /"(?:message|detail|error_description)"\s*:\s*"((?:[^"\\]|\\.)*)/

/** A text in which each JSON object that has a message is that message. What was cut off counts as well. */
export function messageInJson(text: string): string {
  let shown = ''
  let position = 0
  for (const { index: start } of text.matchAll(/\{\s*"/g)) {
    if (start < position) continue
    const end = endOfObject(text, start)
    const message = end === undefined ? cutOff(text.slice(start)) : messageOf(parsed(text.slice(start, end)))
    if (message !== undefined) {
      shown += text.slice(position, start) + message
      position = end ?? text.length
    }
    // What follows is inside of what was cut off.
    if (end === undefined) break
  }
  return shown + text.slice(position)
}

/** Where an object ends that begins at a brace; `undefined`: it was cut off. */
function endOfObject(text: string, start: number): number | undefined {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}]/gs
  tokens.lastIndex = start
  let depth = 0
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '{') depth += 1
    if (token[0] === '}') depth -= 1
    if (depth === 0) return tokens.lastIndex
  }
  return undefined
}

function messageOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  if (Array.isArray(value)) return messageOf(value[0])
  if (typeof value !== 'object' || value === null) return undefined
  for (const field of FIELDS) {
    const message = messageOf(Reflect.get(value, field))
    if (message !== undefined) return message
  }
  return undefined
}

function cutOff(text: string): string | undefined {
  const [, escaped] = CUT_OFF.exec(text) ?? []
  return escaped === undefined ? undefined : `${messageOf(parsed(`"${escaped}"`)) ?? escaped}…`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
