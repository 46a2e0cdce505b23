import Outputs

extension RunRecord {
    /// The series of steps of the run's commands, with the labels of their cells, in the order of the notebook.
    package var series: [(cell: String, series: StepSeries)] {
        cells.flatMap { cell in
            cell.outputs.compactMap { output in
                guard case .series(let series) = output.output, !series.steps.isEmpty else { return nil }
                return (cell.label, series)
            }
        }
    }
}
