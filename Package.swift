// swift-tools-version: 6.0
import PackageDescription

// Kernels are compiled for the processor that builds them: Swift then uses its widest vector registers, and a square root or
// a fused multiply-add is one instruction instead of a call. The program checks at start that it runs on such a processor.
#if arch(arm64)
    let processorFlag = "-mcpu=native"
#else
    let processorFlag = "-march=native"
#endif
let kernelSettings: [SwiftSetting] = [
    .unsafeFlags(["-O", "-Xcc", processorFlag, "-Xcc", "-fno-math-errno"])
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "practicum",
    platforms: [.macOS(.v15)],
    dependencies: [
        // Its messages and its description of arguments are read, which may change with any minor version: see
        // Execution/ArgumentDescription.swift.
        .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // A small HTTP server without dependencies, for the live page: docs/page.md says why this one.
        .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
        // For `swift package generate-documentation`; nothing of it is built otherwise.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        // System libraries, each imported by one target.
        // Loaded when it is first needed: `OpenBLAS` says why.
        .systemLibrary(
            name: "COpenBLAS", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
        .systemLibrary(
            name: "CCMark", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo-fc", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(name: "CEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"]), .brew(["libedit"])]),
        .systemLibrary(
            name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
        // Loaded when it is first needed: its header says why.
        .systemLibrary(
            name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
        .systemLibrary(name: "CSnappy", providers: [.apt(["libsnappy-dev"]), .brew(["snappy"])]),
        .target(name: "CProcessor", cSettings: [.unsafeFlags([processorFlag])]),

        // What both sides read and write files with.
        .target(name: "Files", dependencies: ["CCrypto"]),
        // What a file's first bytes say that it is, and what messages about places and misspelled names need.
        .target(name: "FileKinds"),
        // JSON with the place of whatever is wrong with it.
        .target(name: "JSONReading", dependencies: ["FileKinds"]),
        // Blocks and files that are compressed, and checksums.
        .target(name: "Compression", dependencies: ["CLZ4", "CSnappy", "CZlib", "CZstd"]),
        .target(name: "Parquet", dependencies: ["Compression", "FileKinds", "Files"]),

        // Models and data sets from the Hugging Face Hub, in its own cache.
        .target(name: "Hub", dependencies: ["CCurl", "FileKinds", "Files", "JSONReading"]),

        // The numeric side.
        // Its functions name the instructions that they need, and are called where the processor has them.
        .target(name: "CBFloat16", cSettings: [.unsafeFlags(["-O3"])]),
        .target(name: "Kernels", dependencies: ["COpenBLAS", "CBFloat16", "Hardware"], swiftSettings: kernelSettings),
        // Compiled for any processor, since it says whether this one will do.
        .target(name: "Hardware", dependencies: ["CProcessor"]),
        .target(name: "Safetensors", dependencies: ["FileKinds", "Files"]),
        .target(
            name: "Tokenization", dependencies: ["FileKinds", "Files", "JSONReading"], exclude: ["Resources/README.md"],
            resources: [.copy("Resources/vocab.txt")]),
        .target(name: "Metrics"),
        .target(
            name: "Datasets",
            dependencies: ["Compression", "FileKinds", "Files", "JSONReading", "Parquet", "Tokenization"]),
        .target(name: "SampleCorpus", dependencies: ["Files"]),
        .target(
            name: "Encoders", dependencies: ["FileKinds", "Files", "Kernels", "Safetensors", "Tokenization"]),
        .target(
            name: "Tasks",
            dependencies: ["Datasets", "Encoders", "Hardware", "Kernels", "Metrics", "Outputs", "Tokenization"]),
        .target(
            name: "Training",
            dependencies: ["Datasets", "Encoders", "Files", "Hardware", "Safetensors", "Tasks", "Tokenization"]),
        .target(name: "Plotting", dependencies: ["CCairo", "CPNG"]),

        // What a cell can show, as values: both sides make them.
        .target(name: "Outputs"),

        // The text side: knows no task and no encoder.
        // Formulas in TeX's notation as MathML.
        .target(name: "Mathematics", dependencies: ["FileKinds"]),
        .target(name: "Notebooks", dependencies: ["CCMark", "FileKinds", "Files", "Mathematics", "Yams"]),
        .target(name: "Execution", dependencies: ["FileKinds", "Files", "Notebooks", "Outputs", argumentParser]),
        .target(name: "Reporting", dependencies: ["Files", "Notebooks", "Execution", "Outputs"]),
        .target(name: "Exporting", dependencies: ["Files", "Notebooks", "Execution", "Outputs"]),

        // The live page: one more renderer of the events, behind a server on this machine.
        .target(
            name: "Serving",
            dependencies: [
                "Execution", "Files", "Notebooks", "Outputs", "Reporting",
                .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
            ], resources: [.embedInCode("page.js"), .embedInCode("page.css")]),

        .target(name: "LineEditing", dependencies: ["CEdit", "Files"]),

        // Where they meet.
        .target(
            name: "Practical",
            dependencies: [
                "Execution", "FileKinds", "Files", "Hub", "Notebooks", "Tasks", "Training", "Encoders", "Kernels",
                "Datasets", "Metrics", "Safetensors", "Tokenization", "SampleCorpus", "Plotting", "Hardware", "Outputs",
                argumentParser, .product(name: "Yams", package: "Yams"),
            ]),
        // The subcommands, for any practical, and the program with the one that ships.
        .target(
            name: "Program",
            dependencies: [
                "Execution", "Exporting", "FileKinds", "Files", "Notebooks", "Outputs", "Reporting", "LineEditing",
                "Serving", argumentParser,
            ]),
        .executableTarget(name: "practicum", dependencies: ["Practical", "Program"]),
        .executableTarget(
            name: "StepBenchmark",
            dependencies: ["Tasks", "Training", "Encoders", "Kernels", "Datasets", "Tokenization"],
            path: "Benchmarks/StepBenchmark"),
        .executableTarget(
            name: "ReportBenchmark", dependencies: ["Execution", "Notebooks", "Outputs", "Reporting"],
            path: "Benchmarks/ReportBenchmark"),
        .executableTarget(
            name: "PracticalBenchmark",
            dependencies: [
                "Tasks", "Training", "Encoders", "Kernels", "Datasets", "Metrics", "Tokenization", argumentParser,
            ],
            path: "Benchmarks/PracticalBenchmark"),

        .target(
            name: "TrainingSupport",
            dependencies: [
                "Datasets", "Encoders", "FixtureSupport", "Kernels", "Tasks", "Tokenization", "Training",
            ], path: "Tests/TrainingSupport"),
        .target(name: "FixtureSupport", dependencies: ["Encoders", "Tasks"], path: "Tests/FixtureSupport"),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .target(name: "TerminalSupport", path: "Tests/TerminalSupport"),
        // A server that behaves like the Hub, and misbehaves where it is asked to.
        .target(name: "HubServer", dependencies: ["Files"], path: "Tests/HubServer"),
        .executableTarget(name: "hub-server", dependencies: ["HubServer"], path: "Tests/HubServerProgram"),
        // What tests start several processes of.
        .executableTarget(name: "hubfetch", dependencies: ["Hub"], path: "Tests/HubFetch"),
        .testTarget(name: "HubTests", dependencies: ["Files", "Hub", "HubServer", "hubfetch"], exclude: ["Fixtures"]),
        .testTarget(name: "CompressionTests", dependencies: ["Compression"]),
        .testTarget(name: "ParquetTests", dependencies: ["Parquet", "JSONReading"], exclude: ["Fixtures"]),
        .testTarget(name: "JSONReadingTests", dependencies: ["JSONReading"]),
        .testTarget(name: "FileKindsTests", dependencies: ["FileKinds"]),
        .testTarget(name: "HardwareTests", dependencies: ["Hardware"]),
        .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
        .testTarget(name: "SafetensorsTests", dependencies: ["Safetensors"]),
        .testTarget(
            name: "EncodersTests",
            dependencies: ["Encoders", "Kernels", "Safetensors", "FixtureSupport", "CAllocationCounter"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "TasksTests",
            dependencies: [
                "Tasks", "Training", "Encoders", "Kernels", "Datasets", "Metrics", "Outputs", "Tokenization",
                "TrainingSupport",
                "FixtureSupport",
            ]),
        .testTarget(
            name: "TrainingTests",
            dependencies: [
                "TrainingSupport",
                "Tasks", "Training", "Encoders", "Kernels", "Datasets", "Metrics", "Safetensors", "Tokenization",
                "FixtureSupport",
                "CAllocationCounter",
            ], exclude: ["Fixtures"]),
        .testTarget(
            name: "PretrainedTests",
            dependencies: [
                "Encoders", "Kernels", "Safetensors", "Tasks", "Tokenization", "Training", "FixtureSupport",
            ],
            exclude: ["Fixtures"]),
        .testTarget(name: "MetricsTests", dependencies: ["Metrics"], exclude: ["Fixtures"]),
        .testTarget(
            name: "DatasetsTests", dependencies: ["Compression", "Datasets", "FileKinds", "Parquet", "Tokenization"],
            exclude: ["Fixtures"]),
        .testTarget(name: "PlottingTests", dependencies: ["Plotting"]),
        .testTarget(name: "TokenizationTests", dependencies: ["Tokenization"], exclude: ["Fixtures"]),
        .testTarget(name: "SampleCorpusTests", dependencies: ["SampleCorpus"]),
        // Prints formulas as pages, for `scripts/compare_formulas.py`.
        .executableTarget(name: "mathml", dependencies: ["Mathematics"], path: "Tests/MathMLProgram"),
        .testTarget(name: "MathematicsTests", dependencies: ["Mathematics"], exclude: ["Fixtures"]),
        .testTarget(name: "NotebooksTests", dependencies: ["Notebooks"], exclude: ["Fixtures"]),
        .testTarget(name: "FilesTests", dependencies: ["Files"]),
        .executableTarget(name: "lineecho", dependencies: ["LineEditing"], path: "Tests/LineEcho"),
        .testTarget(name: "LineEditingTests", dependencies: ["lineecho", "TerminalSupport"]),
        .testTarget(name: "OutputsTests", dependencies: ["Outputs"]),
        .testTarget(
            name: "ExecutionTests", dependencies: ["Execution", "Files", "Notebooks", "Outputs", argumentParser]),
        .testTarget(
            name: "PracticalTests", dependencies: ["Practical", "Encoders", "Execution", "Outputs", argumentParser]),
        .testTarget(
            name: "practicumTests",
            dependencies: ["practicum", "Practical", "Execution", "HubServer", "TerminalSupport"],
            exclude: ["Fixtures"]),
        // A second practical, which knows no model.
        .executableTarget(
            name: "toypracticum", dependencies: ["Execution", "Outputs", "Program", argumentParser],
            path: "Tests/ToyPracticum"),
        .testTarget(name: "ServingTests", dependencies: ["Serving", "toypracticum", "Files", "Notebooks"]),
        .testTarget(name: "ProgramTests", dependencies: ["toypracticum", "TerminalSupport"]),
        .testTarget(
            name: "ExportingTests", dependencies: ["Exporting", "Execution", "Files", "Notebooks", "Outputs"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "ReportingTests", dependencies: ["Reporting", "Files", "Notebooks", "Execution", "Outputs"]),
    ],
    swiftLanguageModes: [.v6]
)

// `scripts/fuzz.sh` builds this, with flags that nothing else is built with.
if Context.environment["PRACTICUM_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/CFuzzer"),
        .executableTarget(
            name: "Fuzzing",
            dependencies: [
                "CFuzzer", "Compression", "Notebooks", "Execution", "Outputs", "Parquet", "Reporting", "Datasets",
                "Tokenization",
                "Safetensors",
            ], path: "Tests/Fuzzing", exclude: ["Seeds"]),
    ]
}
