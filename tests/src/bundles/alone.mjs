import { main } from './read-and-download.mjs'

void main([])
