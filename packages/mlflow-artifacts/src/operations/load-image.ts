import { MlflowError } from '@mlflow-artifacts/repository'
import type { CallSettings } from '../session/call-session.ts'
import type { SharpFactory, SharpImage } from '../sharp-image.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { loadFile } from './load-file.ts'
import { nameOfSource } from './name-of-source.ts'

/** Twice Pillow's `MAX_IMAGE_PIXELS`, where Pillow, too, takes an image for an attack. */
const MAXIMUM_PIXELS = 178_956_970

/** What sharp takes at once. */
const MAXIMUM_BYTES = 2 ** 31 - 1

/** What sharp would render rather than decode; Pillow refuses both. */
const RENDERED_FORMATS: ReadonlySet<string | undefined> = new Set(['svg', 'pdf'])

/**
 * Python's `mlflow.artifacts.load_image`, with sharp in Pillow's place. The image is decoded once, so that a broken one
 * fails here.
 */
export async function loadImage(
  source: ArtifactSource,
  findSharp: () => Promise<SharpFactory>,
  settings: CallSettings,
): Promise<SharpImage> {
  const sharp = await findSharp()
  const bytes = await loadFile(source, MAXIMUM_BYTES, settings)
  try {
    if (bytes === undefined) throw new Error('It is a directory')
    const image = sharp(bytes, { limitInputPixels: MAXIMUM_PIXELS })
    const { format } = await image.metadata()
    if (RENDERED_FORMATS.has(format)) throw new Error(`An image of the format ${format} is not decoded`)
    await image.stats()
    return image
  } catch (cause) {
    throw new MlflowError('Unable to form a PIL Image object from file content', {
      code: 'BAD_REQUEST',
      uri: nameOfSource(source),
      hint: 'It is no image that sharp decodes, or a damaged one: read it by openArtifact to see what it is.',
      cause,
    })
  }
}
