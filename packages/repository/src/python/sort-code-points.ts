import { compareCodePoints } from './compare-code-points.ts'

const SURROGATE = /[\ud800-\udfff]/

/** Sorts texts in place by code point, as Python does. Only surrogates are in another order by UTF-16 units. */
export function sortCodePoints(texts: string[]): string[] {
  return texts.some((text) => SURROGATE.test(text)) ? texts.sort(compareCodePoints) : texts.sort()
}
