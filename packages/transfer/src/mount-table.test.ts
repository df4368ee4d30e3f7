import { expect, test } from 'vitest'
import { MountTable } from './mount-table.ts'

const TABLE = new MountTable(`27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 254:0 /data/store/sub /mnt/out rw,relatime shared:1 - ext4 /dev/vda rw
31 27 8:1 / /mnt/with\\040blank rw - xfs /dev/sda rw
32 27 8:2 / /hidden rw - xfs /dev/sdb rw
33 27 254:0 /data /hidden rw - ext4 /dev/vda rw
`)

test('one directory has one place, whatever it is mounted as', () => {
  expect(TABLE.locate('/mnt/out/x')).toBe('254:0/data/store/sub/x/')
  expect(TABLE.locate('/data/store/sub/x')).toBe('254:0/data/store/sub/x/')
  expect(TABLE.locate('/')).toBe('254:0/')
})

test('a name that begins like a mount is no part of it', () => {
  expect(TABLE.locate('/mnt/output')).toBe('254:0/mnt/output/')
})

test('blanks are written as numbers', () => {
  expect(TABLE.locate('/mnt/with blank/x')).toBe('8:1/x/')
})

test('what is mounted over another mount hides it', () => {
  expect(TABLE.locate('/hidden/x')).toBe('254:0/data/x/')
})

test('a system without a table has paths', () => {
  expect(new MountTable('').locate('/a/b')).toBe('/a/b/')
})
