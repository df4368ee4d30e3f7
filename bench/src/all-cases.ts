import type { BenchCase } from './bench-case.ts'
import { gcsCases } from './cases/gcs-cases.ts'
import { latencyCase } from './cases/latency-case.ts'
import { listCase } from './cases/list-case.ts'
import { localCases } from './cases/local-cases.ts'
import { proxyCases } from './cases/proxy-cases.ts'
import { s3Cases } from './cases/s3-cases.ts'
import { startUpCases } from './cases/start-up-cases.ts'
import { verifiedCases } from './cases/verified-cases.ts'

/** In the order of the table. */
export const ALL_CASES: readonly BenchCase[] = [
  ...s3Cases,
  ...proxyCases,
  ...localCases,
  latencyCase,
  ...verifiedCases,
  ...gcsCases,
  listCase,
  ...startUpCases,
]
