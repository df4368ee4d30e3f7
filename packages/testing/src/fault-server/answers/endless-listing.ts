import type { Fault } from '../fault.ts'

const ENTRIES_PER_PIECE = 1000

/** A listing whose JSON never ends. */
export function endlessListing(): Fault {
  return { answer: { status: 200, headers: { 'content-type': 'application/json' }, body: pieces() } }
}

function* pieces(): Generator<Uint8Array> {
  yield Buffer.from('{"files":[')
  for (let first = 0; ; first += ENTRIES_PER_PIECE) {
    const entries = Array.from({ length: ENTRIES_PER_PIECE }, (_, index) => {
      return `{"path":"${first + index}","is_dir":false,"file_size":1},`
    })
    yield Buffer.from(entries.join(''))
  }
}
