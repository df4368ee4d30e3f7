import type { Source } from './source.ts'

/** A source with its `{name}`s replaced by the places that they stand for. */
export function fill(source: Source, places: Readonly<Record<string, string>>): Source {
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name) => places[name] ?? name)
  return Object.fromEntries(Object.entries(source).map(([key, text]) => [key, filled(text)]))
}
