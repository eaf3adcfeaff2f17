"""A target imports only what Package.swift names among its dependencies.

What is not named compiles where the other module happens to be built before, and fails elsewhere with "no such
module": a clean build of one product, or one on a machine with another number of cores.
"""

import re

from swift_text import code

TARGET = re.compile(r"\.(?:target|executableTarget|testTarget|systemLibrary)\(\s*name: (?:\"([\w-]+)\"|level\b)")
IMPORT = re.compile(r"^\s*(?:@\w+\s+)?(?:\w+ )?import (?:\w+ )?(\w+)", re.MULTILINE)


def targets(manifest):
    """Each target's own part of the manifest, by its name; those of the levels share one."""
    found = list(TARGET.finditer(manifest))
    for match, following in zip(found, [*found[1:], None]):
        part = manifest[match.end() : following.start() if following else len(manifest)]
        for name in [match[1]] if match[1] else re.findall(r'"(x86_64_v\d)"', manifest):
            path = re.search(r'path: "([^"]+)"', part)
            listed = re.search(r"dependencies: \[(.*?)\]", part, re.DOTALL)
            yield name, path and path[1], set(re.findall(r'"([\w-]+)"', listed[1] if listed else ""))


def undeclared(text, dependencies, modules):
    """The modules of this package that a file imports and its target does not name."""
    return sorted(set(IMPORT.findall(code(text))) & modules - dependencies)


def complaints(top):
    known = list(targets((top / "Package.swift").read_text()))
    modules = {name for name, _, _ in known}
    for name, path, dependencies in known:
        folders = [top / path] if path else [top / "Sources" / name, top / "Tests" / name]
        for file in sorted(file for folder in folders for file in folder.rglob("*.swift")):
            for module in undeclared(file.read_text(), dependencies, modules):
                yield f"{file}: imports {module}, which Package.swift does not name for {name}"


def self_test():
    manifest = (
        'let levels = ["x86_64_v3"]\n.target(name: level, dependencies: ["A"])\n.target(name: "A"),\n'
        '.testTarget(\n  name: "B", dependencies: [\n "A", "C-D",\n ] + more, path: "T/B")'
    )
    assert list(targets(manifest)) == [
        ("x86_64_v3", None, {"A"}), ("A", None, set()), ("B", "T/B", {"A", "C-D"})]
    text = "import A\n@testable import B\nimport struct E.F\n// import C\nimport Glibc"
    assert undeclared(text, {"A"}, {"A", "B", "C", "E"}) == ["B", "E"]
