/** What to do about an answer that no server of MLflow, and no store, would give. */
export const NOT_THE_SERVER =
  'No such server answers like this: check the address, and whether a proxy answers in its place; or report it to its operator.'
