import type { SharpFactory } from './sharp-image.ts'
import { sharpMissing } from './sharp-missing.ts'

// Every optional package is imported in this file, and by a literal name, so that bundlers see it.

/** The module `sharp`, where it is installed. */
export async function importSharp(): Promise<SharpFactory> {
  try {
    return (await import('sharp')).default
  } catch (cause) {
    throw sharpMissing('sharp is an optional peer dependency: npm install sharp.', cause)
  }
}
