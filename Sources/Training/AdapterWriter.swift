import Encoders
import Files
import Foundation
import Safetensors

/// Writes a model's adapter as a folder that PEFT and this program load.
package struct AdapterWriter {
    private let model: MultiTaskModel
    private let head: (index: Int, stock: StockHead)?

    /// - Parameter head: the head that is written beside the adapter, for transformers' own class. Nil writes the adapter alone, for the
    ///   encoder.
    package init(_ model: MultiTaskModel, head: (index: Int, stock: StockHead)?) {
        self.model = model
        self.head = head
    }

    /// What the header of the weights says of their writer. PEFT would warn of an unknown key in its own file of settings.
    private static let mark = (key: "written_by", value: "practicum")

    /// A file that saving to a folder would replace and that this program did not write, or nil when there is none.
    package static func foreignFile(in folder: String) -> String? {
        let there = AdapterFiles.names.filter { access("\(folder)/\($0)", F_OK) == 0 }
        let header = FileHandle(forReadingAtPath: "\(folder)/\(AdapterFiles.weightsName)").flatMap {
            try? $0.read(upToCount: 256)
        }
        let isOurs = String(decoding: header ?? Data(), as: UTF8.self).contains("\"\(mark.key)\":\"\(mark.value)\"")
        return isOurs ? nil : there.first
    }

    /// Writes every file atomically. Returns their names and sizes in bytes.
    package func save(to folder: String) throws -> [(name: String, bytes: Int)] {
        try model.checkFinite()
        try SavedFolder.make(folder)
        try model.withAdapterTensors(ofHead: head) { tensors in
            try SafetensorsWriter.write(
                tensors, metadata: ["format": "pt", Self.mark.key: Self.mark.value],
                to: "\(folder)/\(AdapterFiles.weightsName)")
        }
        try TrainingJSON.write(
            text: model.adapterConfiguration(ofHead: head),
            to: "\(folder)/\(AdapterFiles.configurationName)")
        return SavedFolder.sizes(of: AdapterFiles.names, tokenizer: [], in: folder)
    }
}
