"""Makes the virtual environment of the test servers: install.py <folder> <requirements file>."""

import fcntl
import pathlib
import shutil
import subprocess
import sys
import venv

folder, requirements = pathlib.Path(sys.argv[1]), sys.argv[2]
stamp = folder / "installed"

folder.parent.mkdir(parents=True, exist_ok=True)
# The lock is the system's and ends with this process, however it ends. A virtual environment cannot be moved, so it is
# made under its final name, and counts only once the stamp is there.
with open(f"{folder}.lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not stamp.exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", requirements]
        subprocess.run(pip, check=True, stdin=subprocess.DEVNULL)
        stamp.touch()
