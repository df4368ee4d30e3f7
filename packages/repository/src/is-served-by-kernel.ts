/** Linux's own file systems on disks and in memory, by their numbers in `statfs(2)`. */
const OF_THE_KERNEL: ReadonlySet<number> = new Set([
  0xef53, // ext2 to ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0xf2f52010, // F2FS
  0x2fc12fc1, // ZFS
  0x01021994, // tmpfs
  0x794c7630, // OverlayFS, which writes to one of them
])

/**
 * Whether the kernel itself serves the files of a directory. Any other file system may have to wait for a server, or for a
 * program, which may hang, and may be this very process. `false` where that is not known.
 *
 * @param asked - `statfs` of the directory
 */
export async function isServedByKernel(asked: Promise<{ readonly type: number }>): Promise<boolean> {
  try {
    return process.platform === 'linux' && OF_THE_KERNEL.has((await asked).type)
  } catch {
    return false
  }
}
