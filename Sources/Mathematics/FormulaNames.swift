/// The names of the commands that a formula may contain, without their backslash.
package enum FormulaNames {
    /// The commands that represent one symbol each, in the order of the symbol table's lists.
    package static var symbolLists: [[String]] {
        SymbolTable.lists.map { list, _ in
            let words = list.split { $0 == " " || $0 == "\n" }.map(String.init)
            return stride(from: 0, to: words.count, by: 2).map { words[$0] }
        }
    }

    /// All other commands.
    package static var others: Set<String> { Set(Command.table.keys) }
}
