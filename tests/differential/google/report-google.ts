import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { compareOnGoogle } from './compare.ts'
import { SITUATIONS } from './situations.ts'

/** Compares how people sign in to Google, and prints what nothing explains. Gives whether that is nothing. */
export async function reportGoogle(python: string, folder: string): Promise<boolean> {
  const own = join(folder, 'google')
  await mkdir(own)
  const compared = await compareOnGoogle(python, own, SITUATIONS)
  const failed = compared.filter(({ failure }) => failure !== undefined)
  for (const { situation, failure } of failed) console.log(`${situation.name}: ${failure}`)
  console.log(`google: ${compared.length} situations, ${failed.length} unexplained`)
  return failed.length === 0
}
