/// The kind of a file that a reader was given by mistake: its name, and what to do about it.
///
/// It is recognised by the file's first bytes. A reader asks before it parses, so that its message is about the file itself and
/// not about the first place where parsing failed.
package struct ContentKind: Sendable, Equatable {
    /// Completes “this is …”, e.g. `a gzip archive`.
    package let name: String
    /// What to do about it, as a sentence.
    package let remedy: String

    package init(_ name: String, _ remedy: String) {
        self.name = name
        self.remedy = remedy
    }

    /// Number of bytes that are examined.
    package static let headLength = 4_096

    /// A file without any bytes.
    package static let empty = ContentKind("an empty file", "It holds 0 bytes: copy or download it again.")

    /// A file with a zero byte whose kind is not known.
    package static let unknownBinary = ContentKind("a binary file", otherFormat)

    /// The kind of a file that is not the text it should be: an archive, a table or model in binary, text in another
    /// encoding than UTF-8, or a small text that stands in for the file (a Git LFS pointer, the page of a server).
    ///
    /// Nil for an empty file and for any other text, whatever it says.
    package init?(_ bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(Self.headLength))
        guard let kind = Self.signature(head) ?? Self.wideText(head) ?? Self.standIn(head) ?? Self.binary(head) else {
            return nil
        }
        self = kind
    }

    // MARK: - Binary formats

    private static func unpack(_ command: String) -> String {
        "Unpack it with `\(command)`, and name the file that was in it."
    }
    private static let table = "Write it in the required format, for example with Python's pandas."
    private static let pickle =
        "Reading a pickle can run code, so it is not read here. Write its content in the required format with the Python program that made it."
    private static let document = "Save its text as a plain text file in UTF-8."
    private static let otherFormat = "Name a file in the required format."

    private struct Signature {
        var start: [UInt8]
        var offset = 0
        var kind: ContentKind
        /// Whether it consists of printable ASCII, without a mark that no sentence begins with.
        var isWord: Bool {
            start.allSatisfy { (0x20..<0x7F).contains($0) } && !"%{".utf8.contains(start[0])
        }

        init(_ start: [UInt8], at offset: Int = 0, _ name: String, _ remedy: String) {
            self.start = start
            self.offset = offset
            kind = ContentKind(name, remedy)
        }

        init(_ start: String, at offset: Int = 0, _ name: String, _ remedy: String) {
            self.init(Array(start.utf8), at: offset, name, remedy)
        }
    }

    private static let signatures = [
        Signature([0x1F, 0x8B], "a file compressed by gzip", unpack("gunzip")),
        Signature("BZh", "a file compressed by bzip2", unpack("bunzip2")),
        Signature([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "a file compressed by xz", unpack("unxz")),
        Signature([0x28, 0xB5, 0x2F, 0xFD], "a file compressed by zstd", unpack("unzstd")),
        Signature([0x04, 0x22, 0x4D, 0x18], "a file compressed by lz4", unpack("unlz4")),
        Signature([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", unpack("7z x")),
        Signature("Rar!", "a RAR archive", unpack("unrar x")),
        Signature("PK\u{3}\u{4}", "a zip archive", unpack("unzip")),
        Signature("PK\u{5}\u{6}", "an empty zip archive", unpack("unzip")),
        Signature("ustar", at: 257, "a tar archive", unpack("tar -xf")),
        Signature("PAR1", "a Parquet file", table),
        Signature("ARROW1", "an Arrow file", table),
        Signature([0xFF, 0xFF, 0xFF, 0xFF], "an Arrow stream, as Hugging Face's datasets are cached", table),
        Signature("FEA1", "a Feather file", table),
        Signature("ORC", "an ORC file", table),
        Signature("Obj\u{1}", "an Avro file", table),
        Signature([0x93] + Array("NUMPY".utf8), "a NumPy array", table),
        Signature("SQLite format 3\0", "an SQLite database", table),
        Signature([0x89] + Array("HDF\r\n".utf8), "an HDF5 file, as TensorFlow keeps weights", otherFormat),
        Signature("GGUF", "a GGUF model", otherFormat),
        Signature("%PDF", "a PDF document", document),
        Signature("{\\rtf", "an RTF document", document),
        Signature([0xD0, 0xCF, 0x11, 0xE0], "a document of an old Microsoft Office", document),
        Signature([0x89] + Array("PNG".utf8), "a PNG picture", otherFormat),
        Signature([0xFF, 0xD8, 0xFF], "a JPEG picture", otherFormat),
        Signature("GIF8", "a GIF picture", otherFormat),
        Signature([0x7F] + Array("ELF".utf8), "a program", otherFormat),
    ]

    private static func signature(_ head: [UInt8]) -> ContentKind? {
        let isText = head.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
        for signature in signatures where head.dropFirst(signature.offset).starts(with: signature.start) {
            // A text may begin with the same letters. In a binary format, they are followed by bytes that are not printable.
            if isText, signature.isWord { continue }
            return (signature.start.starts(with: "PK".utf8) ? archive(head) : nil) ?? signature.kind
        }
        if head.count > 8, head[8] == UInt8(ascii: "{"), head[3..<8].allSatisfy({ $0 == 0 }) {
            return ContentKind("a safetensors file", otherFormat)
        }
        if head.count > 2, head[0] == 0x80, (2...5).contains(head[1]) {
            return ContentKind("a pickle of Python or PyTorch", pickle)
        }
        if head.count > 4, head[0] == 0x08, head[2] == 0x12,
            contains(head.prefix(64), "pytorch") || contains(head, "onnx")
        {
            return ContentKind("an ONNX model", otherFormat)
        }
        if head.first == 0x0A, contains(head.prefix(32), "<unk>"), !isText {
            return ContentKind(
                "a SentencePiece model", "Only WordPiece vocabularies can be used here: choose a BERT checkpoint.")
        }
        return nil
    }

    /// The contents of a zip archive, if its first entry shows them.
    private static func archive(_ head: [UInt8]) -> ContentKind? {
        if contains(head, "data.pkl") {
            return ContentKind("a PyTorch file, which is a pickle in a zip archive", pickle)
        }
        if contains(head, "[Content_Types].xml") { return ContentKind("a document of Microsoft Office", document) }
        return contains(head, ".npy") ? ContentKind("NumPy arrays in a zip archive", table) : nil
    }

    private static func binary(_ head: [UInt8]) -> ContentKind? { head.contains(0) ? unknownBinary : nil }

    private static func contains(_ bytes: some Collection<UInt8>, _ text: String) -> Bool {
        bytes.firstRange(of: Array(text.utf8)) != nil
    }

    // MARK: - Encodings

    private static func convert(_ encoding: String) -> ContentKind {
        ContentKind(
            "text in \(encoding)",
            "Convert it to UTF-8: `iconv -f \(encoding) -t UTF-8 OLD > NEW`, or save it as UTF-8.")
    }

    /// Text of two or four bytes per character, recognised by its byte order mark or by the places of its zero bytes.
    private static func wideText(_ head: [UInt8]) -> ContentKind? {
        if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) { return convert("UTF-32") }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return convert("UTF-16") }
        let size = head.count - head.count % 4
        guard head.contains(0), head.count >= 8 else { return nil }
        func zeros(from lane: Int, by width: Int, below end: Int) -> Int {
            stride(from: lane, to: end, by: width).reduce(0) { $0 + (head[$1] == 0 ? 1 : 0) }
        }
        if size > 0 {
            let lanes = (0..<4).map { zeros(from: $0, by: 4, below: size) }
            if lanes[0] == 0, lanes[2] == size / 4, lanes[3] == size / 4 { return convert("UTF-32LE") }
            if lanes[3] == 0, lanes[0] == size / 4, lanes[1] == size / 4 { return convert("UTF-32BE") }
        }
        let end = head.count - head.count % 2
        let (even, odd) = (zeros(from: 0, by: 2, below: end), zeros(from: 1, by: 2, below: end))
        // In UTF-16, blanks and line ends have a zero byte in every language.
        if even == 0, odd > 1, odd * 64 >= end, isText(head, highFirst: false) { return convert("UTF-16LE") }
        if odd == 0, even > 1, even * 64 >= end, isText(head, highFirst: true) { return convert("UTF-16BE") }
        return nil
    }

    /// Whether pairs of bytes are UTF-16 without control characters.
    private static func isText(_ head: [UInt8], highFirst: Bool) -> Bool {
        let units = stride(from: 0, to: head.count - 1, by: 2).map { place in
            UInt16(head[place]) << (highFirst ? 8 : 0) | UInt16(head[place + 1]) << (highFirst ? 0 : 8)
        }
        return units.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
    }

    /// The likely encoding of bytes that are not UTF-8, or nil if they seem to be damaged or cut-off UTF-8.
    ///
    /// - Parameter bytes: The whole file.
    package static func encoding(of bytes: [UInt8]) -> String? {
        let repaired = String(decoding: bytes, as: UTF8.self).unicodeScalars
        if repaired.contains(where: { !$0.isASCII && $0 != "\u{FFFD}" }) { return nil }
        let high = bytes.filter { $0 >= 0x80 }
        let letters = bytes.reduce(0) { $0 + ((0x41...0x5A).contains($1 & 0xDF) ? 1 : 0) }
        guard high.count <= letters else { return "another encoding, such as Windows-1251, GBK or Shift_JIS" }
        return high.contains { $0 < 0xA0 } ? "Windows-1252" : "Latin-1"
    }

    // MARK: - Texts that stand in for a file

    private static func standIn(_ head: [UInt8]) -> ContentKind? {
        let text = String(
            decoding: head.prefix(512).drop {
                $0 == 0x20 || (0x09...0x0D).contains($0) || [0xEF, 0xBB, 0xBF].contains($0)
            }, as: UTF8.self)
        let lower = text.lowercased()
        if lower.hasPrefix("version https://git-lfs.github.com/")
            || lower.hasPrefix("version https://hawser.github.com/")
        {
            return ContentKind(
                "a Git LFS pointer",
                "The file itself is elsewhere: fetch it with `git lfs pull`, or download it from the repository's page."
            )
        }
        if head.count < 512, text.contains("/annex/objects/") {
            return ContentKind("a git-annex pointer", "The file itself is elsewhere: fetch it with `git annex get`.")
        }
        if ["<!doctype html", "<html"].contains(where: lower.hasPrefix) {
            return ContentKind(
                "an HTML page, perhaps the login or error page of a server",
                "Open it in a browser to see what it says, and download the file again.")
        }
        if lower.hasPrefix("<?xml") {
            return ContentKind(
                "an XML document, perhaps the error of a server", "Read what it says, and download the file again.")
        }
        if lower.hasPrefix("{"), text.contains("\"cell_type\"") || text.contains("\"nbformat\"") {
            return ContentKind(
                "the JSON of a Jupyter notebook",
                "Write its text and cells as Markdown, for example with Jupyter's nbconvert.")
        }
        let answers = ["entry not found", "404: not found", "invalid username or password.", "repository not found"]
        let isAnswer = head.count < 64 && answers.contains { lower.hasPrefix($0) }
        return isAnswer
            ? ContentKind(
                "the error of a server instead of the file", "Check the address, and download the file again.") : nil
    }
}
