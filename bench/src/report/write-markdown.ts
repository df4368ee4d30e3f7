import { readFile, writeFile } from 'node:fs/promises'

const START = '<!-- bench -->'
const END = '<!-- /bench -->'

/** Writes a text between the marks of a page, or as a page of its own where there is none yet. */
export async function writeMarkdown(path: string, text: string): Promise<void> {
  const marked = `${START}\n${text}\n${END}`
  const page = await readFile(path, 'utf8').catch((): undefined => undefined)
  if (page === undefined) return await writeFile(path, `${marked}\n`)
  const start = page.indexOf(START)
  const end = page.indexOf(END)
  if (start === -1 || end < start) throw new Error(`${path} has no ${START} … ${END}`)
  await writeFile(path, page.slice(0, start) + marked + page.slice(end + END.length))
}
