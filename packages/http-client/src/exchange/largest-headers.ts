/** The headers of one answer, in bytes; no server of MLflow's sends a tenth of it. */
export const LARGEST_HEADERS: number = 64 * 1024
