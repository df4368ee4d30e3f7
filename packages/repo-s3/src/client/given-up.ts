/** The end of work that all who waited for it gave up; whoever came too late to be heard asks for it anew. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp'

  constructor() {
    super('Nobody waits for it any more')
  }
}
