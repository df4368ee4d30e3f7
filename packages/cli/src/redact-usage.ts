import { redactUri } from 'mlflow-artifacts'

/** An error of usage, which quotes what was typed: also a URI with a password, at the wrong place. */
export function redactUsage(text: string): string {
  return text.replace(/'(--?[\w-]+=)?([^']*)'/g, (_, option: string | undefined, value: string) => {
    return `'${option ?? ''}${redactUri(value)}'`
  })
}
