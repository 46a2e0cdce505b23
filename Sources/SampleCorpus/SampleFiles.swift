import Foundation

/// The sample corpus as four files.
package enum SampleFiles {
    /// Counts up when the corpus changes.
    package static let version = 1

    /// Writes the files into the folder, which is made if need be, and returns their paths.
    ///
    /// A file that is there with the same content is left alone; a new one takes its place in one step.
    /// - Throws: `SampleFilesError` that names the file and the system's reason.
    package static func write(
        to folder: String
    ) throws -> (nerTrain: String, nerValidation: String, qaTrain: String, qaValidation: String) {
        let url = URL(fileURLWithPath: folder, isDirectory: true)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw SampleFilesError(path: url.path, reason: String(describing: error))
        }
        func write(_ name: String, _ text: String) throws -> String {
            let file = url.appendingPathComponent(name)
            let data = Data(text.utf8)
            if let old = try? Data(contentsOf: file), old == data { return file.path }
            do {
                try data.write(to: file, options: .atomic)
            } catch {
                throw SampleFilesError(path: file.path, reason: String(describing: error))
            }
            return file.path
        }
        return (
            nerTrain: try write("ner-train.txt", NERSample.conll(.train)),
            nerValidation: try write("ner-validation.txt", NERSample.conll(.validation)),
            qaTrain: try write("qa-train.json", QASample.squadJSON(.train)),
            qaValidation: try write("qa-validation.json", QASample.squadJSON(.validation))
        )
    }
}

/// A file of the sample corpus could not be written.
package struct SampleFilesError: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String {
        "\(path): the sample corpus could not be written there (\(reason)). Make the folder writable, free some space, "
            + "or name another folder."
    }
}
