export { localBackend } from './local-backend.ts'
export { LocalRepository } from './local-repository.ts'
