import { abortedRow } from './rows/aborted.ts'
import { changedSourceRows } from './rows/changed-source.ts'
import { cleanEndRow } from './rows/clean-end.ts'
import { cutRow } from './rows/cut.ts'
import { damagedPartRow } from './rows/damaged-part.ts'
import { descriptorsRow, diskRow } from './rows/disk.ts'
import { endedBehindRow } from './rows/ended-behind.ts'
import { endlessRow } from './rows/endless.ts'
import { expiredRow } from './rows/expired.ts'
import { flippedBitRow } from './rows/flipped-bit.ts'
import { killedRow } from './rows/killed.ts'
import { killedLargeRow } from './rows/killed-large.ts'
import { listingRow } from './rows/listing.ts'
import { manifestRow } from './rows/manifest.ts'
import { occupiedRow } from './rows/occupied.ts'
import { foldedNamesRow, oddFileSystemsRow } from './rows/odd-file-systems.ts'
import { outageRow } from './rows/outage.ts'
import { pausedRow } from './rows/paused.ts'
import { plantedBeforeRow, plantedMeanwhileRow, swappedDirectoryRow } from './rows/planted.ts'
import { newHostnameRow, sameHostnameRow } from './rows/pods.ts'
import { proxiedRow } from './rows/proxied.ts'
import { replacedRow } from './rows/replaced.ts'
import { serverErrorRow } from './rows/server-error.ts'
import { drippingRow, stalledRow } from './rows/stalled.ts'
import { longPauseRow, stormRow } from './rows/storm.ts'
import { takersRows } from './rows/takers.ts'
import { twoProcessesRow } from './rows/two-processes.ts'
import { unreachableRow } from './rows/unreachable.ts'
import { wrongRangeRow } from './rows/wrong-range.ts'
import type { MatrixRow } from './trial.ts'

/** Every row of the matrix. */
export const MATRIX_ROWS: readonly MatrixRow[] = [
  killedRow,
  killedLargeRow,
  abortedRow,
  cutRow,
  endedBehindRow,
  cleanEndRow,
  wrongRangeRow,
  replacedRow,
  flippedBitRow,
  damagedPartRow,
  manifestRow,
  stalledRow,
  drippingRow,
  stormRow,
  longPauseRow,
  serverErrorRow,
  expiredRow,
  unreachableRow,
  diskRow,
  descriptorsRow,
  occupiedRow,
  twoProcessesRow,
  listingRow,
  proxiedRow,
  ...takersRows,
  sameHostnameRow,
  newHostnameRow,
  pausedRow,
  plantedBeforeRow,
  plantedMeanwhileRow,
  swappedDirectoryRow,
  endlessRow,
  ...changedSourceRows,
  oddFileSystemsRow,
  foldedNamesRow,
  outageRow,
]
