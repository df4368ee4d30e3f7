/**
 * The values of one section, by name in lower case, as Python's `configparser` reads them: `=` or `:` between name and
 * value, `#` and `;` start a comment only at the start of a line (a password may hold them), a deeper indented line
 * continues the value, `%%` is a `%`, and `[DEFAULT]` counts in every section.
 */
export function parseIniSection(text: string, section: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  const defaults = new Map<string, string>()
  let current: Map<string, string> | undefined
  let open: { readonly name: string; readonly indent: number } | undefined

  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const content = line.trim()
    if (content === '' || /^[#;]/.test(content)) continue
    const indent = line.length - line.trimStart().length
    if (open !== undefined && indent > open.indent) {
      current?.set(open.name, `${current.get(open.name)}\n${content}`)
      continue
    }
    const [, header] = /^\[(.+)\]/.exec(content) ?? []
    if (header !== undefined) {
      current = header === section ? values : header === 'DEFAULT' ? defaults : undefined
      open = undefined
      continue
    }
    const [, name, value] = /^(.*?)\s*[=:]\s*(.*)$/.exec(content) ?? []
    if (name === undefined || value === undefined) continue
    open = { name: name.toLowerCase(), indent }
    current?.set(open.name, value)
  }
  return new Map([...defaults, ...values].map(([name, value]) => [name, value.replaceAll('%%', '%')]))
}
