// swift-tools-version: 6.0
import PackageDescription

// Kernels are compiled for the processor that builds them: Swift then uses its widest vector registers, and a square root or
// a fused multiply-add is one instruction instead of a call. The program checks at start that it runs on such a processor.
let kernelSettings: [SwiftSetting] = [
    .unsafeFlags(["-O", "-Xcc", "-march=native", "-Xcc", "-fno-math-errno"])
]

let package = Package(
    name: "practicum",
    platforms: [.macOS(.v15)],
    targets: [
        .systemLibrary(
            name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
        .target(name: "CProcessor", cSettings: [.unsafeFlags(["-march=native"])]),
        .target(name: "Kernels", dependencies: ["COpenBLAS", "CProcessor"], swiftSettings: kernelSettings),
        .target(name: "Safetensors"),
        .target(name: "BERT", dependencies: ["Kernels", "Safetensors"]),
        .target(name: "Training", dependencies: ["BERT"]),
        .target(name: "FixtureSupport", dependencies: ["BERT"], path: "Tests/FixtureSupport"),
        .testTarget(
            name: "BERTTests", dependencies: ["BERT", "Kernels", "Safetensors", "FixtureSupport"], exclude: ["Fixtures"]),
        .executableTarget(
            name: "StepBenchmark", dependencies: ["Training", "BERT", "Kernels"], path: "Benchmarks/StepBenchmark"),
        .testTarget(
            name: "TrainingTests", dependencies: ["Training", "FixtureSupport"], exclude: ["Fixtures"]),
    ],
    swiftLanguageModes: [.v6]
)
