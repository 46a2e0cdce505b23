/// The states of the notebook's file that pages may still edit: the latest hundred.
struct FileStates {
    /// The file as it was last read.
    private(set) var latest = NotebookFile(bytes: [])
    private var byID: [String: NotebookFile] = [:]
    /// From the oldest to the latest.
    private var order: [String] = []

    private static let limit = 100

    subscript(id: String) -> NotebookFile? { byID[id] }

    mutating func read(_ new: NotebookFile) {
        latest = new
        keep(new)
    }

    /// Keeps a state that a page edits now.
    mutating func keep(_ state: NotebookFile) {
        if byID.updateValue(state, forKey: state.id) != nil { order.removeAll { $0 == state.id } }
        order.append(state.id)
        if order.count > Self.limit { byID[order.removeFirst()] = nil }
    }
}
