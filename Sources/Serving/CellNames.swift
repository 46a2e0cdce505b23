import Notebooks

/// What the cells of a notebook are called in a later state of its file.
///
/// A cell without a label of its own gets one from its section and its place there, so that a cell which is added above changes it. Such
/// a cell is found again by its lines.
struct CellNames {
    private var later: [String: String] = [:]

    init(from old: Notebook, in oldFile: NotebookFile, to new: Notebook, in newFile: NotebookFile) {
        guard oldFile != newFile else {
            later = Dictionary(old.cells.map { ($0.label, $0.label) }) { first, _ in first }
            return
        }
        let own = Set(new.cells.filter(\.hasOwnLabel).map(\.label))
        lazy var places = oldFile.places(in: newFile)
        for case (let place, .cell(let cell)) in zip(old.blocks.indices, old.blocks) {
            if cell.hasOwnLabel, own.contains(cell.label) {
                later[cell.label] = cell.label
                continue
            }
            let lines = old.lines(ofBlock: place)
            // Fences look alike: the text says more.
            let kept = (Array(lines.text) + lines.all).lazy.compactMap { places[$0 - 1] }.first
            guard let kept else { continue }
            later[cell.label] = new.cells(in: kept + 1..<kept + 2).first
        }
    }

    /// Nil for a cell that is gone.
    subscript(label: String) -> String? { later[label] }
}

extension Notebook {
    /// The labels of the cells that have one of these lines, counted from 1, in the notebook's order.
    func cells(in lines: Range<Int>) -> [String] {
        zip(blocks.indices, blocks).compactMap { place, block in
            guard case .cell(let cell) = block, self.lines(ofBlock: place).all.overlaps(lines) else { return nil }
            return cell.label
        }
    }
}
