/// The names of the commands that a formula may hold, without their backslash.
package enum FormulaNames {
    /// The commands that stand for one symbol each, in the lists and the order in which they are kept.
    package static var symbolLists: [[String]] {
        SymbolTable.lists.map { list, _ in
            let words = list.split { $0 == " " || $0 == "\n" }.map(String.init)
            return stride(from: 0, to: words.count, by: 2).map { words[$0] }
        }
    }

    /// All other commands.
    package static var others: Set<String> { Set(Command.table.keys) }
}
