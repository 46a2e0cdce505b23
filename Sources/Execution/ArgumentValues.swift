import ArgumentParser

/// One argument of a command with its value, as it enters a key.
package struct ArgumentValue: Sendable, Equatable {
    /// The Swift property; for an argument in a group, the innermost one.
    package var property: String
    /// The name that a notebook writes, without dashes; for arguments without a name, their position from 1 on.
    package var name: String
    /// The value as canonical text, independent of how it was written; for a list, one element per value. Empty if there is no value.
    package var texts: [String]
}

/// A property of a command that is set by its arguments.
private protocol ArgumentProperty {
    var kind: ArgumentKind { get }
    var value: Any { get }
}

private enum ArgumentKind { case option, flag, positional, group }

extension Option: ArgumentProperty {
    fileprivate var kind: ArgumentKind { .option }
    fileprivate var value: Any { wrappedValue }
}

extension Flag: ArgumentProperty {
    fileprivate var kind: ArgumentKind { .flag }
    fileprivate var value: Any { wrappedValue }
}

extension Argument: ArgumentProperty {
    fileprivate var kind: ArgumentKind { .positional }
    fileprivate var value: Any { wrappedValue }
}

extension OptionGroup: ArgumentProperty {
    fileprivate var kind: ArgumentKind { .group }
    fileprivate var value: Any { wrappedValue }
}

extension NotebookCommand {
    /// Its arguments with their values, defaults included, sorted by name. Arguments that enter no key are excluded.
    package var keyArguments: [ArgumentValue] { keyArguments(ArgumentDescription(of: Self.self)) }

    func keyArguments(_ description: ArgumentDescription) -> [ArgumentValue] {
        var reader = ArgumentValueReader(options: description.valueOptions[...])
        reader.read(self)
        return reader.values.filter { !argumentsInNoKey.contains($0.property) }.sorted { $0.name < $1.name }
    }
}

/// Reads the properties of a command, groups included, in the order of their declaration, which the parser uses too.
private struct ArgumentValueReader {
    /// The names of the options that have not been read yet.
    var options: ArraySlice<String>
    private var positionalCount = 0
    private(set) var values: [ArgumentValue] = []

    init(options: ArraySlice<String>) { self.options = options }

    mutating func read(_ arguments: Any) {
        for child in Mirror(reflecting: arguments).children {
            guard let argument = child.value as? any ArgumentProperty else { continue }
            // The property wrapper stores a property `epochs` as `_epochs`.
            let property = String(child.label?.dropFirst() ?? "")
            let name: String
            switch argument.kind {
            case .group:
                read(argument.value)
                continue
            case .option: name = options.popFirst() ?? property.kebabCased
            case .flag: name = property.kebabCased
            case .positional:
                positionalCount += 1
                name = "\(positionalCount)"
            }
            values.append(
                ArgumentValue(property: property, name: name, texts: ArgumentValueReader.texts(of: argument.value)))
        }
    }

    /// A value as texts: none for nil, several for a list.
    private static func texts(of value: Any) -> [String] {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional, .collection: return mirror.children.flatMap { texts(of: $0.value) }
        case .set, .dictionary: return mirror.children.map { text(of: $0.value) }.sorted()
        default: return [text(of: value)]
        }
    }

    /// A value as text without names of types or properties, so that renaming one changes no key.
    private static func text(of value: Any) -> String {
        switch value {
        case let text as String: return text
        case let value as any RawRepresentable: return text(of: value.rawValue)
        case let value as any BinaryInteger: return "\(value)"
        case let value as any BinaryFloatingPoint: return "\(value)"
        default: break
        }
        let mirror = Mirror(reflecting: value)
        if let child = mirror.children.first, mirror.children.count == 1 {
            let name = mirror.displayStyle == .enum ? "\(child.label ?? "") " : ""
            return name + text(of: child.value)
        }
        if mirror.children.isEmpty { return mirror.displayStyle == .optional ? "" : "\(value)" }
        return mirror.children.map { child in
            let text = text(of: child.value)
            return "\(text.utf8.count):\(text)"
        }.joined()
    }
}

extension String {
    /// `batch-size` for `batchSize`, as swift-argument-parser names an option.
    fileprivate var kebabCased: String {
        reduce(into: "") { $0 += $1.isUppercase ? ($0.isEmpty ? "" : "-") + $1.lowercased() : String($1) }
    }
}
