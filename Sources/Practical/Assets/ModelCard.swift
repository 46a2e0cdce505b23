import Files
import Yams

/// The information at the head of the README.md of a model or a data set.
enum ModelCard {
    /// The licence, e.g. `apache-2.0`. Nil if there is no card, or if it names none.
    static func licence(ofFolder folder: String) -> String? {
        guard let bytes = try? InputFile.bytes("\(folder)/README.md", limit: 10_000_000) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first?.hasPrefix("---") == true,
            let end = lines.dropFirst().firstIndex(where: { $0.hasPrefix("---") })
        else { return nil }
        let head = lines[1..<end].joined(separator: "\n")
        let licence = (try? Yams.load(yaml: head) as? [String: Any])?["license"]
        return licence as? String ?? (licence as? [String])?.joined(separator: ", ")
    }
}
