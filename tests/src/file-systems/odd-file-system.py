"""A file system that shows a directory as some real ones would: ``odd-file-system.py QUIRKS SOURCE MOUNT_POINT``.

Quirks, with commas between them: ``sequential`` writes only behind the last byte and sets no size, as object stores are
mounted; ``chmod`` refuses modes, as drvfs and CIFS do; ``statfs`` says zero of everything; ``rename`` replaces nothing;
``rename-never`` renames nothing; ``readdir`` lists nothing; ``fold`` takes names for one that differ in capitals or in the
way an accent is written; ``sync`` flushes nothing; ``hold`` hangs in a call as long as a file ``hold-CALL`` is beside
SOURCE, and makes ``held-CALL`` there.
"""

import errno
import os
import sys
import time
import unicodedata

from mfusepy import FUSE, FuseOSError, Operations


class OddFileSystem(Operations):
    use_ns = True

    def __init__(self, quirks, source):
        self.quirks = quirks
        self.source = source

    def refuse(self, quirk, code):
        if quirk in self.quirks:
            raise FuseOSError(code)

    def hold(self, call):
        beside = os.path.dirname(self.source)
        while "hold" in self.quirks and os.path.exists(os.path.join(beside, f"hold-{call}")):
            open(os.path.join(beside, f"held-{call}"), "w").close()
            time.sleep(0.01)

    def path(self, path):
        found = self.source
        for segment in path.strip("/").split("/"):
            found = os.path.join(found, self.entry(found, segment))
        return found

    def entry(self, directory, segment):
        if "fold" not in self.quirks or not os.path.isdir(directory):
            return segment
        same = [name for name in os.listdir(directory) if folded(name) == folded(segment)]
        return same[0] if same else segment

    def getattr(self, path, fh=None):
        stats = os.lstat(self.path(path))
        names = "st_gid st_mode st_nlink st_size st_uid st_ino".split()
        times = {name: getattr(stats, f"{name}_ns") for name in ("st_atime", "st_ctime", "st_mtime")}
        return {name: getattr(stats, name) for name in names} | times

    def readdir(self, path, fh):
        self.refuse("readdir", errno.EACCES)
        return [".", "..", *os.listdir(self.path(path))]

    def statfs(self, path):
        if "statfs" in self.quirks:
            return {"f_bsize": 0, "f_blocks": 0, "f_bfree": 0, "f_bavail": 0}
        stats = os.statvfs(self.path(path))
        names = "f_bavail f_bfree f_blocks f_bsize f_frsize f_files f_ffree f_namemax".split()
        return {name: getattr(stats, name) for name in names}

    def create(self, path, mode, fi=None):
        self.hold("create")
        return os.open(self.path(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def open(self, path, flags):
        return os.open(self.path(path), flags)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def write(self, path, data, offset, fh):
        self.hold("write")
        if offset != os.fstat(fh).st_size:
            self.refuse("sequential", errno.EINVAL)
        return os.pwrite(fh, data, offset)

    def truncate(self, path, length, fh=None):
        self.refuse("sequential", errno.EPERM)
        os.truncate(self.path(path), length)

    def chmod(self, path, mode):
        self.refuse("chmod", errno.EPERM)
        os.chmod(self.path(path), mode)

    def rename(self, old, new):
        self.hold("rename")
        self.refuse("rename-never", errno.ENOSYS)
        if os.path.lexists(self.path(new)):
            self.refuse("rename", errno.EEXIST)
        os.rename(self.path(old), self.path(new))

    def flush(self, path, fh):
        self.hold("flush")

    def fsync(self, path, datasync, fh):
        self.refuse("sync", errno.EINVAL)
        os.fsync(fh)

    def fsyncdir(self, path, datasync, fh):
        self.refuse("sync", errno.EINVAL)

    def unlink(self, path):
        os.unlink(self.path(path))

    def mkdir(self, path, mode):
        os.mkdir(self.path(path), mode)

    def rmdir(self, path):
        os.rmdir(self.path(path))

    def release(self, path, fh):
        os.close(fh)


def folded(name):
    return unicodedata.normalize("NFC", name).casefold()


if __name__ == "__main__":
    _, quirks, source, mount_point = sys.argv
    options = {"foreground": True, "nothreads": True}
    FUSE(OddFileSystem(set(quirks.split(",")), source), mount_point, **options)
