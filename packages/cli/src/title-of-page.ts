const CHARACTERS: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
  nbsp: ' ',
}

/** What an HTML page is called: by its title, or else by its first heading. */
export function titleOfPage(page: string): string {
  const [, , text = ''] = /<(title|h[1-3])\b[^>]*>(.*?)<\/\1\s*>/is.exec(page) ?? []
  const title = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(\w+);/g, (entity, name: string) => CHARACTERS[name] ?? entity)
    .replace(/&#(\d{1,6});/g, (_, number: string) => String.fromCodePoint(Number(number)))
    .replace(/\s+/g, ' ')
    .trim()
  return title === '' ? 'an HTML page' : `an HTML page, "${title}"`
}
