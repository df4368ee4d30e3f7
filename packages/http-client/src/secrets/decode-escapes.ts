import { NAMED_CHARACTERS } from './named-characters.ts'
import { latin1, type Reading, ReadingBuilder } from './reading.ts'

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['0', 0x00],
  ['b', 0x08],
  ['t', 0x09],
  ['n', 0x0a],
  ['v', 0x0b],
  ['f', 0x0c],
  ['r', 0x0d],
])

/** One layer of `%2F`, as URLs and forms have it, and of `%u002F`. */
export function decodePercent(reading: Reading): Reading | undefined {
  return decode(reading, /%(?:u([\da-f]{4})|([\da-f]{2}))/gi, ([, unit, byte]) =>
    byte === undefined ? codePoint(unit, 16) : [Number.parseInt(byte, 16)],
  )
}

/** One layer of backslashes, as JSON and strings of programs have them. */
export function decodeBackslashes(reading: Reading): Reading | undefined {
  const pattern = /\\(?:(u[\da-f]{4}(?:\\u[\da-f]{4})*)|u\{([\da-f]{1,6})\}|x([\da-f]{2})|([^ux]))/gis
  return decode(reading, pattern, ([, units, point, byte, character]) => {
    if (units !== undefined) return ofUtf16(units)
    if (byte !== undefined) return [Number.parseInt(byte, 16)]
    if (character !== undefined) return [CONTROLS.get(character) ?? character.charCodeAt(0)]
    return codePoint(point, 16)
  })
}

/** One layer of `&#47;`, as HTML and XML have it. */
export function decodeEntities(reading: Reading): Reading | undefined {
  const pattern = /&(?:#x([\da-f]{1,6});?|#(\d{1,7});?|([a-z]{2,8});)/gi
  return decode(reading, pattern, ([, hexadecimal, decimal, name = '']) => {
    if (hexadecimal !== undefined) return codePoint(hexadecimal, 16)
    if (decimal !== undefined) return codePoint(decimal, 10)
    const character = NAMED_CHARACTERS.get(name.toLowerCase())
    return character === undefined ? undefined : Buffer.from(character)
  })
}

type Groups = readonly (string | undefined)[]

function decode(
  reading: Reading,
  pattern: RegExp,
  bytesOf: (groups: Groups) => Iterable<number> | undefined,
): Reading | undefined {
  let builder: ReadingBuilder | undefined
  let position = 0
  const addUntil = (target: ReadingBuilder, end: number): void => {
    for (; position < end; position += 1) target.add(reading.bytes[position] ?? 0, position, position + 1)
  }
  for (const match of latin1(reading).matchAll(pattern)) {
    const said = bytesOf(match)
    if (said === undefined) continue
    builder ??= new ReadingBuilder(reading)
    addUntil(builder, match.index)
    position = match.index + match[0].length
    for (const byte of said) builder.add(byte, match.index, position)
  }
  if (builder !== undefined) addUntil(builder, reading.bytes.length)
  return builder?.build()
}

/** JSON's escapes are of UTF-16, where some characters have two. */
function ofUtf16(units: string): Buffer {
  const codes = units.split(/\\?u/i).slice(1)
  return Buffer.from(String.fromCharCode(...codes.map((code) => Number.parseInt(code, 16))))
}

function codePoint(digits: string | undefined, base: number): Buffer | undefined {
  const code = Number.parseInt(digits ?? '', base)
  return code <= 0x10ffff ? Buffer.from(String.fromCodePoint(code)) : undefined
}
