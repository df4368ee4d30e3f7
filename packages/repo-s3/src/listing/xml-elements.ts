/** The text of an element, whose own elements are left out. */
export interface XmlElement {
  /** Local names from the root on, without the prefixes of namespaces. */
  readonly path: readonly string[]
  readonly text: string
}

/** What is no tag, by how it begins, and how it ends. */
const ASIDES = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
  ['<?', '>'],
] as const
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/**
 * The elements of an XML document, each when it ends. Takes time in proportion to the document; entities of its own are
 * left as they are written.
 *
 * @throws SyntaxError where it is no XML, or ends in the middle
 */
export function* xmlElements(document: string): Generator<XmlElement> {
  const path: string[] = []
  const texts: string[] = []
  let hasRoot = false
  const addText = (text: string): void => {
    if (path.length > 0) texts[path.length - 1] += text
    else if (text.trim() !== '') throw new SyntaxError('It has text outside of its elements')
  }
  for (let position = document.startsWith('\uFEFF') ? 1 : 0; position < document.length; ) {
    if (document[position] !== '<') {
      const next = document.indexOf('<', position)
      const end = next === -1 ? document.length : next
      addText(decoded(document.slice(position, end)))
      position = end
      continue
    }
    const [begin, end] = ASIDES.find(([start]) => document.startsWith(start, position)) ?? ['<', '>']
    const close = document.indexOf(end, position + begin.length)
    if (close === -1) throw new SyntaxError('It is no XML')
    const inside = document.slice(position + begin.length, close)
    position = close + end.length
    if (begin === '<![CDATA[') addText(inside)
    if (begin !== '<') continue

    const [, slash, name] = /^(\/?)([^\s/]+)/.exec(inside) ?? []
    if (name === undefined) throw new SyntaxError('It is no XML')
    const local = name.slice(name.indexOf(':') + 1)
    if (slash === '') {
      if (path.length === 0 && hasRoot) throw new SyntaxError('It has several roots')
      hasRoot = true
      path.push(local)
      texts.push('')
    } else if (path.at(-1) !== local) {
      throw new SyntaxError('An element ends that had not begun')
    }
    if (slash === '' && !inside.endsWith('/')) continue
    yield { path, text: texts.pop() ?? '' }
    path.pop()
  }
  if (!hasRoot) throw new SyntaxError('It has no element')
  if (path.length > 0) throw new SyntaxError('It ends in the middle')
}

function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{1,8}));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? all
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return point <= 0x10_ff_ff ? String.fromCodePoint(point) : all
  })
}
