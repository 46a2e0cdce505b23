/// The position of an example in the files of its split.
package struct ExamplePlace: Sendable, Equatable {
    package enum Unit: String, Sendable {
        /// A line of a text file, counted from 1.
        case line
        /// A row of a table without lines, counted from 0.
        case row
    }

    package var unit: Unit
    /// The line, from 1, or the row, from 0.
    package var number: Int
    /// The number of the file among several, from 1; 0 if the split is one file.
    package var file: Int

    package init(unit: Unit, number: Int, file: Int = 0) {
        self.unit = unit
        self.number = number
        self.file = file
    }

    /// For an example that comes from no file.
    package static let none = line(0)

    package static func line(_ number: Int, file: Int = 0) -> ExamplePlace {
        ExamplePlace(unit: .line, number: number, file: file)
    }

    /// The place of a word of the sentence that begins here: the word's line, or the sentence's row.
    func word(_ index: Int) -> ExamplePlace {
        unit == .line ? .line(number + index, file: file) : self
    }

    /// The place in a caption: `line 3 of the file`, `row 7 of file 2`.
    package var caption: String { file == 0 ? "\(self) of the file" : description }
}

extension ExamplePlace: CustomStringConvertible {
    /// `line 3`, `line 3 of file 2`, `row 7`.
    package var description: String {
        "\(unit.rawValue) \(number)" + (file > 0 ? " of file \(file)" : "")
    }
}

extension ExamplePlace: ContentSource {
    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        number.content(add)
        // A line of the only file is encoded as its number alone.
        guard unit != .line || file > 0 else { return }
        unit.rawValue.content(add)
        file.content(add)
    }
}
