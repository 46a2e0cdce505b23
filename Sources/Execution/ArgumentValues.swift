import ArgumentParser

/// A property of a command that its words set.
private protocol ArgumentProperty {
    /// (name, value) of each argument in it, a value's text as `String(reflecting:)` has it: nothing of it is left out, and texts are quoted.
    func values(name: String) -> [(name: String, value: String)]
}

extension ArgumentProperty {
    fileprivate func single(_ name: String, _ value: some Any) -> [(name: String, value: String)] {
        [(name, String(reflecting: value))]
    }
}

extension Option: ArgumentProperty {
    fileprivate func values(name: String) -> [(name: String, value: String)] { single(name, wrappedValue) }
}

extension Flag: ArgumentProperty {
    fileprivate func values(name: String) -> [(name: String, value: String)] { single(name, wrappedValue) }
}

extension Argument: ArgumentProperty {
    fileprivate func values(name: String) -> [(name: String, value: String)] { single(name, wrappedValue) }
}

extension OptionGroup: ArgumentProperty {
    fileprivate func values(name: String) -> [(name: String, value: String)] {
        argumentValues(of: wrappedValue).map { ("\(name).\($0.name)", $0.value) }
    }
}

extension NotebookCommand {
    /// Its arguments with their values, defaults included, in the order of their declaration: the same however they were written. Without
    /// those that are in no key.
    package var keyArguments: [(name: String, value: String)] {
        argumentValues(of: self).filter { !Self.argumentsInNoKey.contains($0.name) }
    }
}

private func argumentValues(of arguments: some ParsableArguments) -> [(name: String, value: String)] {
    Mirror(reflecting: arguments).children.flatMap { child in
        // A property `epochs` is stored as `_epochs`, by its wrapper.
        (child.value as? any ArgumentProperty)?.values(name: String(child.label?.dropFirst() ?? "")) ?? []
    }
}
