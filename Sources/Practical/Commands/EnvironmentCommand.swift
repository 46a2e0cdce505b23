import ArgumentParser
import Execution
import Foundation
import Kernels
import Notebooks
import Outputs

/// Shows the engine, BLAS kernel, processor, memory and versions. It always runs, and never counts in a comparison.
struct EnvironmentCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "environment", abstract: "Show the engine, the processor and the memory that this run has.")
    static let alwaysRuns = true

    var slots: SlotUse { SlotUse() }

    func execute(in context: any CommandContext) throws {
        let machine = Machine.current
        let rows = [
            ["Practicum", Release.version],
            [
                "Matrix products",
                MatrixProduct.packs(columns: MatrixProduct.panelColumns)
                    ? "own kernels, and OpenBLAS for columns that fill no panel of 64" : "OpenBLAS",
            ],
            ["BLAS", MatrixProduct.configuration],
            ["BLAS kernel", MatrixProduct.coreName],
            ["Vector instructions", machine.vectorInstructions],
            ["Processor", machine.processor],
            ["Cores", "\(machine.cores)"],
            ["Memory", Format.bytes(machine.memoryBytes)],
            ["Precision", Precision.bf16.isAvailable ? "float32, and bf16 where it is asked for" : "float32"],
            ["System", machine.system],
            ["Accelerator", "none is used"],
        ]
        context.show(
            .table(Table(columns: ["What", "Here"], alignments: [.left, .left], rows: rows)), isVolatile: true)
        for label in [
            "Practicum", "Matrix products", "BLAS", "BLAS kernel", "Vector instructions", "Processor", "Cores",
            "System",
        ] {
            if let row = rows.first(where: { $0[0] == label }) { context.fact(label, row[1], isVolatile: true) }
        }
    }
}
