"""What a system other than Linux with glibc needs to build the tree. It is read, not compiled, there.

- Every import of Glibc has branches for Darwin (macOS) and Musl.
- A call that only some systems have is named in SYSTEM_CALLS with the file that it is in; that file has
  another branch, or does without where the system has none.
"""

import re

BLOCK = re.compile(
    r"#if canImport\(Glibc\)\n\s*import Glibc\n#elseif canImport\(Darwin\)\n\s*import Darwin\n"
    r"#elseif canImport\(Musl\)\n\s*import Musl\n#endif"
)
IMPORT = re.compile(r"^\s*import (?:Glibc|Darwin|Musl)\b", re.MULTILINE)
# Qualified calls would need a branch each.
QUALIFIED = re.compile(r"\b(?:Glibc|Darwin|Musl)\.\w+\(")

# What to look for: the files that have it, and what other systems have instead.
SYSTEM_CALLS = {
    r"\bfdatasync\(": {"Sources/Disk/Descriptor.swift": "fsync on Darwin"},
    r"\bsched_getaffinity\(": {"Sources/CKernels/parallel.c": "sysconf elsewhere"},
    r"/proc/self/cgroup": {"Sources/CLongWork/limit.c": "no limit where there is no such file"},
    r"/proc/self/fd": {"Sources/Disk/WholeFile.swift": "a name that no other system has"},
    r"\b_SC_PHYS_PAGES\b": {"Sources/CLongWork/limit.c": "no limit where it is not known"},
    r"\bos\(Linux\)": {},
    r"\b(?:epoll_\w+|signalfd|memfd_create|prctl|sysinfo|getrandom|pipe2|accept4)\(": {},
}


def complaints(top):
    """Sentences about the sources below a folder."""
    for path in sorted(top.rglob("*")):
        if path.suffix not in (".swift", ".c", ".h") or path.is_symlink():
            continue
        text = path.read_text()
        if path.suffix == ".swift":
            rest = BLOCK.sub("", text)
            if IMPORT.search(rest):
                yield f"{path}: an import of Glibc has branches for Darwin and Musl, in this order"
            if QUALIFIED.search(rest):
                yield f"{path}: call it without the module's name, which differs by system"
        for pattern, files in SYSTEM_CALLS.items():
            if re.search(pattern, text) and str(path) not in files:
                yield (
                    f"{path}: '{re.search(pattern, text)[0]}' is not on every system; add a branch, and "
                    "name the file in .ci/portability.py"
                )
    for pattern, files in SYSTEM_CALLS.items():
        for name in files:
            path = top.parent / name
            if not path.exists() or not re.search(pattern, path.read_text()):
                yield f"{name}: .ci/portability.py names it for '{pattern}', which is not there"


def self_test():
    good = "#if canImport(Glibc)\n  import Glibc\n#elseif canImport(Darwin)\n  import Darwin\n"
    good += "#elseif canImport(Musl)\n  import Musl\n#endif\n"
    if IMPORT.search(BLOCK.sub("", good)) or not IMPORT.search(BLOCK.sub("", "import Glibc\n")):
        raise SystemExit("portability: reads its own test wrongly")
