import Files
import Foundation

/// The labels of a model with one head, as in its config.json.
package struct StockLabels: Sendable, Equatable {
    /// Names by id, or nil if the labels are only `LABEL_0`, `LABEL_1` ….
    package let names: [String]?

    /// Reads `id2label` of a config.json. Throws `ModelError.configuration` when two ids have the same label or an id has none.
    package init(path: String) throws {
        func bad(_ reason: String) -> ModelError { .configuration(path: path, reason: reason) }
        let bytes: [UInt8]
        do {
            bytes = try InputFile.bytes(path, limit: InputFile.Limit.text)
        } catch {
            throw bad("it can't be read: \(error.cause)")
        }
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            throw bad("it is not a JSON object")
        }
        guard let value = object["id2label"], !(value is NSNull) else {
            names = nil
            return
        }
        guard let labels = value as? [String: String] else {
            throw bad("'id2label' is not an object from ids to labels")
        }
        var names: [String] = []
        for id in 0..<labels.count {
            guard let name = labels["\(id)"] else { throw bad("'id2label' has no label for the id \(id)") }
            names.append(name)
        }
        guard Set(names.map { Array($0.utf8) }).count == names.count else {
            throw bad("'id2label' has one label for two ids")
        }
        self.names = names.enumerated().allSatisfy { $1 == "LABEL_\($0)" } ? nil : names
    }

    /// The stored row for each of a head's labels, or nil if rows are matched by position.
    ///
    /// Throws `ModelError.otherLabels` when one side has a label that the other does not have. Labels are compared by their bytes.
    package func rows(for head: TaskHead, path: String) throws -> [Int]? {
        guard let names, !head.labels.isEmpty else { return nil }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { (Array($1.utf8), $0) })
        let wanted = Set(head.labels.map { Array($0.utf8) })
        let unknown = head.labels.filter { places[Array($0.utf8)] == nil }
        let unused = names.filter { !wanted.contains(Array($0.utf8)) }
        guard unknown.isEmpty, unused.isEmpty else {
            throw ModelError.otherLabels(path: path, task: head.task, onlyInData: unknown, onlyInModel: unused)
        }
        return head.labels.compactMap { places[Array($0.utf8)] }
    }
}
