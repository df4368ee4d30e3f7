import { type ConformanceSubject, offlineContext } from '@mlflow-artifacts/repository/conformance'
import { type MemoryFile, memoryBackend, memoryFile } from './memory-backend.ts'

/** What the conformance kit needs to know: how to make a store that holds exactly the artifacts of a case. */
export const memorySubject: ConformanceSubject = {
  async create(artifacts) {
    const files = new Map<string, MemoryFile>()
    const replace = async (path: string, content: string | Uint8Array): Promise<void> => {
      files.set(`root/${path}`, memoryFile(content))
    }
    for (const [path, content = ''] of Object.entries(artifacts)) await replace(path, content)
    return { repository: memoryBackend(files).repository('memory:/root', offlineContext), replace }
  },
}
