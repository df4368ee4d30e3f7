import { main } from './bundled.mjs'

void main([])
