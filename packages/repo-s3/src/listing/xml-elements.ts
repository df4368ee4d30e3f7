/** The text of an element, whose own elements are left out. */
export interface XmlElement {
  /** Local names from the root on, without the prefixes of namespaces. */
  readonly path: readonly string[]
  readonly text: string
}

/** A comment, CDATA, a declaration, a tag, or text. */
const PIECE =
  /<!--[\s\S]*?-->|<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>|<[?!][^>]*>|<(?<end>\/?)(?<name>[^\s/>]+)[^>]*?(?<empty>\/?)>|(?<text>[^<]+)/gy
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
  const pieces = new RegExp(PIECE)
  for (let position = document.startsWith('\uFEFF') ? 1 : 0; position < document.length; ) {
    pieces.lastIndex = position
    const groups = pieces.exec(document)?.groups
    if (groups === undefined) throw new SyntaxError('It is no XML')
    position = pieces.lastIndex
    const { cdata, text, name, end, empty } = groups
    if (name === undefined) {
      const said = cdata ?? decoded(text ?? '')
      if (path.length === 0 && said.trim() !== '')
        throw new SyntaxError('It has text outside of its elements')
      if (path.length > 0) texts[path.length - 1] += said
      continue
    }
    const local = name.slice(name.indexOf(':') + 1)
    if (end === '') {
      if (path.length === 0 && hasRoot) throw new SyntaxError('It has several roots')
      hasRoot = true
      path.push(local)
      texts.push('')
    } else if (path.at(-1) !== local) {
      throw new SyntaxError('An element ends that had not begun')
    }
    if (end === '' && empty === '') continue
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
