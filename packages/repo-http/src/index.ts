export { httpBackend } from './http-backend.ts'
