import Files
import Foundation

/// The parts of an `.ipynb` file that an import needs.
package struct JupyterFile: Decodable {
    struct Cell: Decodable {
        var kind: String
        var source: Lines
        var metadata: CellMetadata?
        var attachments: [String: Ignored]?

        enum CodingKeys: String, CodingKey {
            case source, metadata, attachments
            case kind = "cell_type"
        }
    }

    /// A text, or a list of its lines.
    package struct Lines: Decodable {
        package var text: String

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = try (try? container.decode([String].self))?.joined() ?? container.decode(String.self)
        }
    }

    struct CellMetadata: Decodable {
        var language: String?
        var own: Own?

        enum CodingKeys: String, CodingKey {
            case language
            case own = "practicum"
        }

        /// Values that other programs store under these names are ignored.
        init(from decoder: any Decoder) throws {
            let container = try? decoder.container(keyedBy: CodingKeys.self)
            language = try? container?.decode(String.self, forKey: .language)
            own = try? container?.decode(Own.self, forKey: .own)
        }
    }

    /// The data that an export adds to a cell or to the notebook.
    struct Own: Decodable {
        var blankLines: [String]?
        var fence: [String]?

        enum CodingKeys: String, CodingKey {
            case fence
            case blankLines = "blank-lines"
        }
    }

    struct Metadata: Decodable {
        struct Language: Decodable { var name: String }

        var language: String?
        var title: String?
        /// Nil for a file that was not written by an export.
        var own: Own?

        enum CodingKeys: String, CodingKey {
            case title
            case language = "language_info"
            case own = "practicum"
        }

        init(from decoder: any Decoder) throws {
            let container = try? decoder.container(keyedBy: CodingKeys.self)
            language = (try? container?.decode(Language.self, forKey: .language))?.name
            title = try? container?.decode(String.self, forKey: .title)
            own = try? container?.decode(Own.self, forKey: .own)
        }
    }

    /// Any JSON value.
    struct Ignored: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    private struct Version: Decodable {
        var number: Int?

        enum CodingKeys: String, CodingKey { case number = "nbformat" }
    }

    var metadata: Metadata?
    var cells: [Cell]

    /// Reads a file's bytes.
    ///
    /// - Throws: `JupyterError`.
    static func read(_ bytes: [UInt8], path: String) throws(JupyterError) -> JupyterFile {
        func fail(_ flaw: JupyterError.Flaw) -> JupyterError { JupyterError(path: path, flaw: flaw) }
        let decoder = JSONDecoder()
        let data = Data(bytes)
        do {
            let version = try decoder.decode(Version.self, from: data)
            guard let number = version.number else { throw fail(.noVersion) }
            guard number == 4 else { throw fail(.otherVersion(number)) }
            return try decoder.decode(JupyterFile.self, from: data)
        } catch let error as JupyterError {
            throw error
        } catch let error as DecodingError {
            switch error {
            case .keyNotFound(let key, let context): throw fail(.missing(name(context.codingPath + [key])))
            case .typeMismatch(_, let context), .valueNotFound(_, let context):
                throw fail(context.codingPath.isEmpty ? .noObject : .otherType(name(context.codingPath)))
            default: throw fail(.noJSON)
            }
        } catch {
            throw fail(.noJSON)
        }
    }

    private static func name(_ path: [any CodingKey]) -> String {
        path.reduce(into: "") { text, key in
            if let place = key.intValue {
                text += "[\(place)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
    }
}
