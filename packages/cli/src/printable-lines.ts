import { printable } from 'mlflow-artifacts'

/** A text of several lines, of which none but the first begins at the left: none of them passes for a line of ours. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line))
    .map((line, index) => (index === 0 || line === '' || line.startsWith(' ') ? line : `    ${line}`))
    .join('\n')
}
