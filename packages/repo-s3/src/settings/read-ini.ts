/** The options of a section. One that holds options of its own, as `s3` does, is a record. */
export type Section = Readonly<Record<string, string | Readonly<Record<string, string>>>>

/**
 * Reads a configuration file of AWS as boto does (Python's `configparser`): names of options in any case, `=` or `:`,
 * comments on lines of their own, values that go on in indented lines.
 *
 * @returns sections by their names, as these are written
 */
export function readIni(text: string): Map<string, Section> {
  const sections = new Map<string, Record<string, string | Record<string, string>>>()
  let section: Record<string, string | Record<string, string>> | undefined
  let option: string | undefined
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const trimmed = line.trim()
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue
    if (/^\s/.test(line) && section !== undefined && option !== undefined) {
      section[option] = goneOn(section[option] ?? '', trimmed)
      continue
    }
    const [, name] = /^\[(.+)\]/.exec(trimmed) ?? []
    option = undefined
    if (name !== undefined) {
      section = sections.get(name) ?? {}
      sections.set(name, section)
      continue
    }
    const [, key, value] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(trimmed) ?? []
    if (section === undefined || key === undefined) continue
    option = key.toLowerCase()
    section[option] = value ?? ''
  }
  return sections
}

function goneOn(before: string | Record<string, string>, line: string): string | Record<string, string> {
  const [, key = '', value = ''] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? []
  if (typeof before === 'string') return before === '' && key !== '' ? { [key]: value } : `${before}\n${line}`
  return key === '' ? before : { ...before, [key]: value }
}
