// swift-tools-version: 6.1
import PackageDescription

#if os(Linux)
  let libeditPkgConfig: String? = "libedit"
#else
  let libeditPkgConfig: String? = nil
#endif

// DESCENT_QUICK=1 swift build: a debug build whose numerics are optimised, for work on the verbs.
let quick: [SwiftSetting] =
  Context.environment["DESCENT_QUICK"] == nil
  ? [] : [.unsafeFlags(["-O", "-wmo", "-num-threads", "2"])]

// A release build compiles each module once: it does not also make its interface in a process of its
// own, does not verify what the compiler itself has written for LLVM, and leaves what a debugger reads
// to a debug build.
let once: [SwiftSetting] = [
  .unsafeFlags(
    [
      "-no-emit-module-separately-wmo", "-Xfrontend", "-disable-llvm-verify", "-Xfrontend",
      "-gnone",
    ],
    .when(configuration: .release))
]
let numerics = once + quick

// What waits for a person is not optimised: its modules compile in a fifth of the time.
let cold =
  once + [
    .unsafeFlags(["-Onone", "-assert-config", "Release"], .when(configuration: .release))
  ]

// The rules' bulk readings for wider vectors: the same files, compiled for an instruction set that not
// every processor has, and called where CKernels finds it. Their names come last in the alphabet, and so
// do their objects at the linker: what they share with other modules is linked from those, which every
// processor runs. `.ci/levels` looks whether it holds.
#if arch(x86_64)
  let levels = ["x86_64_v3", "x86_64_v4"]
#else
  let levels: [String] = []
#endif
let levelTargets: [Target] = levels.map { level in
  .target(
    name: level, dependencies: ["Arithmetic", "CKernels", "Conversion", "LongWork"],
    swiftSettings: numerics + [
      .unsafeFlags(["-Xcc", "-march=\(level.replacing("x86_64_", with: "x86-64-"))"])
    ])
}

let package = Package(
  name: "descent",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "descent", targets: ["descent"]),
    .executable(name: "benchmarks", targets: ["benchmarks"]),
  ],
  targets: levelTargets + [
    // Work that takes long: it hears ^C, and has memory for many numbers.
    .target(name: "CLongWork"),
    .target(name: "LongWork", dependencies: ["CLongWork"], swiftSettings: numerics),
    // Short numbers that tell texts and states apart.
    .target(name: "Digests", swiftSettings: numerics),
    // Arithmetic whose bits are the same on every machine.
    // squareRoot() may call the C library's sqrt, which is exact everywhere.
    .target(
      name: "CKernels", dependencies: ["CLongWork"],
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    // The one way from a floating-point number to an integer, and from a text to a number.
    .target(name: "Conversion", swiftSettings: numerics),
    // Words on a screen: widths, lists, spelling, escapes.
    .target(name: "Wording", swiftSettings: numerics),
    // Files and paths.
    .target(name: "Disk", dependencies: ["Digests", "LongWork", "Wording"], swiftSettings: cold),
    // Numbers and vectors, the functions of the expression language, and its compiled programs.
    .target(
      name: "Arithmetic", dependencies: ["CKernels", "Conversion", "LongWork", "Wording"],
      swiftSettings: numerics),
    // The expression language; optimised, since its recursion needs little of the stack then.
    .target(
      name: "Formula", dependencies: ["Arithmetic", "Conversion", "LongWork", "Wording"],
      swiftSettings: numerics),
    // Random numbers, factors of matrices, eigenvalues.
    .target(
      name: "Numerics", dependencies: ["CKernels", "LongWork", "Wording"], swiftSettings: numerics),
    // Data sets: generated, divided, standardized.
    .target(
      name: "Datasets",
      dependencies: ["CKernels", "Conversion", "Digests", "LongWork", "Numerics", "Wording"],
      swiftSettings: numerics),
    // What a text in a table may stand for: a number in another notation, a date, no value.
    .target(
      name: "FieldMeanings", dependencies: ["Conversion", "Formula", "Wording"],
      swiftSettings: cold),
    // Data sets in files: CSV and IDX.
    .target(
      name: "DataFiles",
      dependencies: [
        "CData", "Conversion", "Czlib", "Datasets", "Disk", "FieldMeanings", "LongWork", "Numerics",
        "Wording",
      ], swiftSettings: numerics),
    // The real data sets, embedded in the binary.
    .target(name: "CData", exclude: ["sets"]),
    // gzip.
    .systemLibrary(name: "Czlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // Objectives, update rules and the one training loop.
    .target(
      name: "Engine",
      dependencies: [
        "Arithmetic", "CKernels", "Conversion", "Datasets", "Digests", "Formula",
        "LongWork", "Numerics", "Wording",
      ] + levels.map { .init(stringLiteral: $0) },
      exclude: ["README.md"],
      swiftSettings: numerics),
    // What a loss looks like around a point: curvature, corners, gaps; surfaces known for theirs.
    .target(
      name: "Landscapes",
      dependencies: ["Arithmetic", "Engine", "Formula", "LongWork", "Numerics"],
      swiftSettings: cold),
    // A course of training that can be gone through in both directions, and the quantities of its moments.
    .target(
      name: "Timelines",
      dependencies: [
        "Arithmetic", "Conversion", "Datasets", "Engine", "Formula", "Landscapes", "LongWork",
        "Numerics",
      ],
      swiftSettings: cold),
    // What a number of an update comes from, and which mistake gives another one.
    .target(
      name: "Explanations",
      dependencies: [
        "Arithmetic", "Engine", "Formula", "LongWork", "Numerics", "Timelines", "Wording",
      ],
      swiftSettings: cold),
    // What is wrong with a training, by its learning curves and by trials.
    .target(
      name: "Diagnostics",
      dependencies: [
        "Arithmetic", "CKernels", "Datasets", "Engine", "Formula", "LongWork", "Numerics",
        "Timelines",
      ],
      swiftSettings: cold),
    // Minimization by a Gaussian process and its expected improvement.
    .target(
      name: "BayesianOptimization",
      dependencies: ["CKernels", "Conversion", "LongWork", "Numerics"], swiftSettings: numerics),
    // Which settings to try next, and what has been tried.
    .target(
      name: "HyperparameterSearch",
      dependencies: [
        "BayesianOptimization", "CKernels", "Conversion", "DataFiles", "Datasets", "Digests",
        "Disk", "Formula", "LongWork", "Numerics", "Wording",
      ], swiftSettings: cold),
    // What pictures do to many numbers: ranges, places, lines of equal value, texts of paths.
    .target(
      name: "PlotGeometry", dependencies: ["Conversion", "LongWork"], swiftSettings: numerics),
    // Figures and their renderers.
    .target(
      name: "Plot", dependencies: ["Conversion", "LongWork", "PlotGeometry", "Wording"],
      swiftSettings: cold),
    // Event files for TensorBoard.
    .target(name: "TensorBoard", dependencies: ["LongWork"], swiftSettings: cold),
    // Guided lessons: the format, the runner, the checker.
    .target(
      name: "Lessons",
      dependencies: [
        "Arithmetic", "Digests", "Disk", "Formula", "LongWork", "Markdown", "Wording",
      ],
      swiftSettings: cold),
    // Pages in HTML, which reports, lessons and classes share.
    .target(name: "Pages", dependencies: ["Markdown", "Wording"], swiftSettings: cold),
    // A class of students: rosters, gradebooks, statistics, the class report.
    .target(
      name: "Classroom",
      dependencies: [
        "Conversion", "DataFiles", "Datasets", "Engine", "Lessons", "Markdown", "Pages", "Plot",
        "Wording",
      ],
      swiftSettings: cold),
    // The course, embedded in the binary.
    .target(name: "CLessons"),
    // What verbs are made of: declarations, arguments, reports, help and completion.
    .target(
      name: "Console", dependencies: ["Conversion", "Disk", "Formula", "LongWork", "Wording"],
      swiftSettings: cold),
    // The numbers of arrays in files: their types and their order.
    .target(name: "ArrayElements", dependencies: ["LongWork"], swiftSettings: numerics),
    // Files of named arrays: NumPy's .npz, .safetensors.
    .target(
      name: "Arrays", dependencies: ["ArrayElements", "Console", "Czlib", "LongWork"],
      swiftSettings: cold),
    // Line in, text out: the state that commands work on, and the verbs that all others build on.
    .target(
      name: "Session",
      dependencies: [
        "Arithmetic", "ArrayElements", "Arrays", "Console", "Conversion", "DataFiles", "Datasets",
        "Digests", "Disk", "Engine", "Explanations", "Formula", "HyperparameterSearch",
        "Landscapes", "LongWork", "Markdown", "Numerics", "Plot", "PlotGeometry", "Timelines",
        "Wording",
      ], swiftSettings: cold),
    // Scripts that repeat a session in another library.
    .target(
      name: "TakeHome",
      dependencies: [
        "Arithmetic", "Arrays", "Console", "Conversion", "Engine", "Explanations", "Formula",
        "Numerics", "Timelines",
      ],
      swiftSettings: cold),
    // Figures for paper and for other programs: PDF, PGF, Vega-Lite.
    .target(
      name: "Paper", dependencies: ["Console", "Conversion", "Plot", "PlotGeometry"],
      swiftSettings: cold),
    // Rooms: verbs of one kind each, over Session and beside one another.
    .target(
      name: "Pictures",
      dependencies: [
        "Arithmetic", "Arrays", "Board", "Console", "Conversion", "Datasets", "Disk", "Engine",
        "Formula", "HyperparameterSearch", "Landscapes", "LongWork", "Numerics", "Page", "Paper",
        "Plot", "PlotGeometry", "Session", "TakeHome", "Timelines", "Wording",
      ], swiftSettings: cold),
    .target(
      name: "Search",
      dependencies: [
        "Arithmetic", "Console", "Conversion", "Disk", "Engine", "Formula", "HyperparameterSearch",
        "Landscapes", "LongWork", "Numerics", "Plot", "PlotGeometry", "Session", "Wording",
      ],
      exclude: ["README.md"], swiftSettings: cold),
    .target(
      name: "Recipe",
      dependencies: [
        "Arithmetic", "Console", "Conversion", "Diagnostics", "Engine", "Formula", "LongWork",
        "Numerics", "Plot", "Session", "Timelines", "Wording",
      ], swiftSettings: cold),
    .target(
      name: "Course",
      dependencies: [
        "Arithmetic", "CLessons", "Console", "Conversion", "Digests", "Disk", "Engine",
        "Explanations", "Formula", "Lessons", "LongWork", "Markdown", "Pages", "Plot", "Session",
        "Timelines", "Wording",
      ], swiftSettings: cold),
    .target(
      name: "Board",
      dependencies: [
        "Console", "Conversion", "Disk", "Engine", "Formula", "HyperparameterSearch", "LongWork",
        "Session", "TensorBoard", "Timelines", "Wording",
      ], swiftSettings: cold),
    // The live page: what it asks of a session, and its files, embedded in the binary.
    .target(name: "CPage", exclude: ["page"]),
    .target(
      name: "Page",
      dependencies: [
        "Arithmetic", "Console", "Conversion", "CPage", "Datasets", "Digests", "Disk", "Engine",
        "Formula", "LongWork", "Plot", "PlotGeometry", "Session", "Timelines", "Wording",
      ], swiftSettings: cold),
    // All rooms together.
    .target(
      name: "Shell",
      dependencies: [
        "Board", "Classroom", "Console", "Course", "Dap", "Disk", "Formula", "Lessons", "Markdown",
        "Page",
        "Pages",
        "Pictures", "Plot", "Recipe", "Search", "Session", "Wording",
      ],
      exclude: ["README.md"], swiftSettings: cold),
    // The live page's server; the program alone knows it.
    .target(name: "CSockets"),
    .target(
      name: "View",
      dependencies: ["CSockets", "Console", "Disk", "Engine", "Page", "Session", "Wording"],
      exclude: ["README.md"],
      swiftSettings: cold),
    // What conversations with other programs share: requests that wait, one writer, ^C.
    .target(
      name: "Dialogue", dependencies: ["Console", "Disk", "LongWork", "Wording"],
      swiftSettings: cold),
    // A conversation in JSON lines, for editors and notebooks: `descent serve`.
    .target(
      name: "Serve",
      dependencies: [
        "Console", "Dialogue", "Disk", "Engine", "Formula", "LongWork", "Plot", "Session",
        "Wording",
      ],
      exclude: ["README.md"], swiftSettings: cold),
    // The Debug Adapter Protocol, for editors: `descent dap`.
    .target(
      name: "Dap",
      dependencies: [
        "Arithmetic", "Console", "Dialogue", "Disk", "Engine", "Formula", "LongWork", "Plot",
        "Session", "Timelines", "Wording",
      ], exclude: ["README.md"], swiftSettings: cold),
    // The terminal.
    .systemLibrary(
      name: "Clibedit", pkgConfig: libeditPkgConfig, providers: [.apt(["libedit-dev"])]),
    .target(
      name: "CLineEditor", dependencies: ["Clibedit"],
      linkerSettings: [.linkedLibrary("edit")]),
    .target(name: "LineEditor", dependencies: ["CLineEditor", "Disk"], swiftSettings: cold),
    // Markdown by CommonMark's reference parser: notebooks and lessons.
    .systemLibrary(name: "Ccmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .target(name: "Markdown", dependencies: ["Ccmark"], swiftSettings: cold),
    .executableTarget(
      name: "descent",
      dependencies: [
        "Console", "Dap", "Dialogue", "Disk", "Formula", "Lessons", "LineEditor", "Markdown",
        "Serve", "Session", "Shell", "View", "Wording",
      ], swiftSettings: cold),
    // Counts a process's allocations, to show that bulk training makes none.
    .target(name: "CAllocationCount"),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "BayesianOptimization", "CAllocationCount", "CKernels", "DataFiles", "Datasets", "Engine",
        "Formula", "HyperparameterSearch", "Landscapes", "Numerics",
      ]),

    .testTarget(name: "ConversionTests", dependencies: ["Conversion"]),
    .testTarget(name: "DiskTests", dependencies: ["Disk", "TestSupport"]),
    .testTarget(
      name: "FormulaTests", dependencies: ["Arithmetic", "Digests", "Disk", "Formula", "Wording"]),
    .testTarget(name: "WordingTests", dependencies: ["Wording"]),
    .testTarget(
      name: "EngineTests",
      dependencies: [
        "Arithmetic", "BayesianOptimization", "CAllocationCount", "CKernels", "Conversion",
        "DataFiles", "Datasets", "Diagnostics", "Disk", "Engine", "Explanations", "Formula",
        "HyperparameterSearch", "Landscapes", "LongWork", "Numerics", "TestSupport", "Timelines",
        "Wording",
      ],
      resources: [.copy("References")]),
    .testTarget(
      name: "PlotTests", dependencies: ["Plot", "PlotGeometry", "Wording"],
      resources: [.copy("References")]),
    .testTarget(name: "TensorBoardTests", dependencies: ["TensorBoard"]),
    .testTarget(
      name: "ExchangeTests", dependencies: ["Arrays", "Console", "Paper", "Plot", "PlotGeometry"]),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "Arithmetic", "Arrays", "Console", "Course", "Digests", "Disk", "Engine", "Formula",
        "Landscapes", "Lessons", "LongWork", "Pictures", "Plot", "Session", "Shell", "TensorBoard",
        "TestSupport", "Timelines", "Wording",
      ],
      resources: [.copy("References"), .copy("BadInputs.txt")]),
    // What tests of the terminal share: temporary folders and pseudo-terminals.
    .target(name: "CTestSupport", path: "Tests/CTestSupport"),
    .target(name: "TestSupport", dependencies: ["CTestSupport"], path: "Tests/TestSupport"),
    // Types at random: at the program in a pseudo-terminal, and into its files.
    .executableTarget(
      name: "shell-fuzz",
      dependencies: [
        "Console", "CTestSupport", "Digests", "Disk", "Formula", "LineEditor", "Session", "Shell",
        "TestSupport",
      ],
      path: "Tests/ShellFuzz", exclude: ["README.md"]),
    .testTarget(
      name: "LessonsTests",
      dependencies: [
        "Arithmetic", "Classroom", "Console", "Course", "Digests", "Disk", "Formula", "Lessons",
        "Markdown", "Pages", "Session", "Shell", "TestSupport", "Wording",
      ],
      exclude: ["Fixtures"]),
    .testTarget(name: "MarkdownTests", dependencies: ["Markdown"]),
    .testTarget(name: "LineEditorTests", dependencies: ["LineEditor", "TestSupport"]),
    .testTarget(
      name: "ViewTests",
      dependencies: ["Console", "Engine", "Page", "Session", "Shell", "TestSupport", "View"]),
    .testTarget(name: "DescentTests", dependencies: ["descent", "Lessons", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
