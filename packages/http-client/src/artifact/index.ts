/** An artifact out of the response of a store: which range it is, whether it is what was asked for, its checksums. */
export { parseRetryAfter } from '../exchange/parse-retry-after.ts'
export { artifactContent, type RequestedContent } from './artifact-content.ts'
export { bodyExcerpt } from './body-excerpt.ts'
export { compositeChecksums, compositePartCount } from './composite-checksums.ts'
export { discard } from './discard.ts'
export { emptyContent } from './empty-content.ts'
export { rangeHeaders } from './range-headers.ts'
export { storedChecksums } from './stored-checksums.ts'
