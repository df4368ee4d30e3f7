import { s3 } from '@mlflow-artifacts/repo-s3'
import { main } from './read-and-download.mjs'

void main([s3()])
