import { s3 } from '@mlflow-artifacts/repo-s3'
import { main } from './bundled.mjs'

void main([s3()])
