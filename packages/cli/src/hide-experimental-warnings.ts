import type { EventEmitter } from 'node:events'

/** Keeps Node 22 from saying at every call that its SQLite is experimental. Every other warning is printed as before. */
export function hideExperimentalWarnings(process: EventEmitter): void {
  const printers = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning: Error) => {
    if (warning.name === 'ExperimentalWarning') return
    for (const print of printers) print(warning)
  })
}
