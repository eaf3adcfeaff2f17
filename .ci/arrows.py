"""Who knows whom, and where each type stands.

Modules cannot know each other in a circle: the compiler sees to it. Within a module this does:
- a module's folders are in the order of ORDER, the lowest first, and a folder names only types of its
  own and of the folders below it;
- a type stands in the file of its name, `Name.swift`; what else belongs to it, in `Name+What.swift`. A
  private type stands with the one that it serves.

Types are known by their names: a name that two folders of a module declare is not looked at. What is
not clean yet stands in UNORDERED and MIXED. These lists may only become shorter: an entry that is no
longer needed is an error too.
"""

import re

from swift_text import code

ORDER = {
    "Console": ["Line", "Reports", "Disk", "Declarations", "Completion", "Help"],
    "DataFiles": ["", "CSV"],
    "Engine": [
        "Numerics", "Objective", "Optimizer", "Schedule", "Network", "Regularization", "Training",
    ],
    "Pictures": ["Export", ""],
    "Plot": ["Figure", "Scene", "Terminal", "SVG"],
    "Session": ["Journal", "Workspace", "State", "Figures", "Reports", "Network", "Commands", "Running"],
    "Timelines": ["", "Moment"],
    "descent": ["Running", "CommandLine", ""],
}

# Modules whose folders are not in an order yet.
UNORDERED = {"Lessons"}

# Types that stand in a file of another name.
MIXED = {
    "ActiveLesson", "AdviceWriter", "Allowance", "Author",
    "BlockWords", "Branch", "Breakpoint", "CachedText", "Candidate", "Check", "CheckResult",
    "ContentsBox", "Display", "DrawGenerator",
    "DrawReader", "Effect", "Environment", "EpochWatch", "Errata",
    "JournalRecord", "JournalRequest", "JournalStep", "LaboratoryError",
    "LessonProblem", "LessonRequest", "Message", "NumberRange", "OwnRule",
    "ParameterGroup", "PathUse", "Performance", "Plane", "Playback",
    "QuestionResult", "RecipeResult",
    "RecipeStep", "Response", "Resumer", "Resumption", "Role", "RuleDefinition", "RunOutcome",
    "RunStop", "ScriptFailure", "ScriptLines", "Setting", "Shown", "SourceLocation",
    "SourceText", "Statement", "StatusLine", "StepOutcome", "StepShower", "Stop", "StopCause",
    "Student", "TextRenderer", "TextStyle", "Tiles", "Token", "Topic", "TraceRow",
    "TrialSetting", "TypedFormula", "UnfinishedRun", "UsageError", "Verdict", "Watch", "Words",
}

DECLARATION = re.compile(
    r"(?:(?<=\n)|^)(?:@\w+(?:\([^)\n]*\))?\s+)*((?:(?:public|package|internal|private|fileprivate|final|indirect)\s+)*)"
    r"(?:class|struct|enum|protocol|actor)\s+(\w+)"
)


class File:
    def __init__(self, path, text):
        """A file by its path below Sources, as `Engine/Training/Course.swift`."""
        text = code(text)
        parts = path.split("/")
        self.path, self.module = path, parts[0]
        self.folder = parts[1] if len(parts) > 2 else ""
        self.owner = parts[-1].removesuffix(".swift").split("+")[0]
        found = DECLARATION.findall(text)
        self.types = [name for access, name in found if "private" not in access]
        self.hidden = [name for access, name in found if "private" in access]
        self.words = set(re.findall(r"\b[A-Z]\w*", text))


def upward(files, orders):
    """Pairs of a file and a type that it names, of a folder that is not below its own."""
    homes = {}
    for file in files:
        for name in file.types:
            homes.setdefault((file.module, name), set()).add(file.folder)
    for file in files:
        order = orders.get(file.module)
        if order is None or file.folder not in order:
            continue
        for word in sorted(file.words - set(file.types) - set(file.hidden)):
            home = homes.get((file.module, word), set())
            if len(home) == 1 and (folder := next(iter(home))) != file.folder:
                if folder not in order or order.index(folder) > order.index(file.folder):
                    yield file, word, folder


def misplaced(file):
    return [name for name in file.types if name != file.owner]


def complaints(sources):
    files = [
        File(path.relative_to(sources).as_posix(), path.read_text())
        for path in sorted(sources.rglob("*.swift"))
        if not path.is_symlink()
    ]
    for file, word, folder in upward(files, ORDER):
        yield (
            f"Sources/{file.path}: names {word} of {file.module}/{folder}, which stands above "
            f"{file.module}/{file.folder} (.ci/arrows.py)"
        )
    folders = {}
    for file in files:
        folders.setdefault(file.module, set()).add(file.folder)
    for module, found in sorted(folders.items()):
        for folder in sorted(found - set(ORDER.get(module, []))):
            if module not in UNORDERED and found != {""}:
                place = f"{module}/{folder}" if folder else f"{module}'s top folder"
                yield f"Sources/{place}: give it its place in ORDER of .ci/arrows.py"
    for module in sorted(UNORDERED):
        if len(folders.get(module, {""})) < 2:
            yield f"{module}: UNORDERED of .ci/arrows.py names it, and it has no folders"
    clean = set(MIXED)
    for file in files:
        for name in misplaced(file):
            if name not in MIXED:
                yield f"Sources/{file.path}: the place of {name} is {name}.swift (.ci/arrows.py)"
            clean.discard(name)
    for name in sorted(clean):
        yield f"MIXED of .ci/arrows.py names {name}, which stands in its own file; take it out there"


def self_test():
    low = File("M/Low/A.swift", "struct A { let b: B }  // C\nprivate enum H {}")
    high = File("M/High/B+More.swift", "public final class B { var a: A?; let s = \"C\" }\nenum C {}")
    orders = {"M": ["Low", "High"]}
    assert [(f.path, w) for f, w, _ in upward([low, high], orders)] == [("M/Low/A.swift", "B")]
    assert [(f.path, w) for f, w, _ in upward([low, high], {"M": ["High", "Low"]})] == [
        ("M/High/B+More.swift", "A")
    ]
    assert misplaced(low) == [] and misplaced(high) == ["C"]
