"""Keeps a virtual machine from giving memory back to its host: hold_memory.py BYTES

Free memory is given back in blocks of 2 MiB, after a second or so; who is the next to write there waits for the host to
find it again, up to 2 s for each GiB. This program takes as much as it is told, then gives all of it up but one page in
each block, until it is ended: what it gave up is free for others, and is in no block that could go. Prints how many
blocks it holds; none where it may not see which memory it has (that takes CAP_SYS_ADMIN).
"""

import array
import ctypes
import mmap
import signal
import sys

PAGE = mmap.PAGESIZE
PAGES_IN_BLOCK = (2 << 20) // PAGE
# Of an entry in /proc/self/pagemap, the bits that say which page of the machine it is.
FRAME = (1 << 55) - 1

pages = int(sys.argv[1]) // PAGE
memory = mmap.mmap(-1, pages * PAGE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
memory.madvise(mmap.MADV_NOHUGEPAGE)
for page in range(pages):
    memory[page * PAGE] = 1

address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
with open("/proc/self/pagemap", "rb") as file:
    file.seek(address // PAGE * 8)
    entries = array.array("Q", file.read(pages * 8))
held = {(entry & FRAME) // PAGES_IN_BLOCK: page for page, entry in enumerate(entries) if entry & FRAME}

begin = 0
for page in [*sorted(held.values()), pages]:
    if page > begin:
        memory.madvise(mmap.MADV_DONTNEED, begin * PAGE, (page - begin) * PAGE)
    begin = page + 1

print(f"holding {len(held)} blocks", flush=True)
signal.pause()
