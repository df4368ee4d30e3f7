/** A thousand keys of a kilobyte, each percent-encoded, are 4 MiB with what is said of them. */
export const LARGEST_ANSWER: number = 16 * 2 ** 20
