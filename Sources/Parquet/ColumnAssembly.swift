/// Assembles a column from its leaves' levels and values.
struct ColumnAssembly {
    /// The leaves of the column. The first has the number `firstLeaf` in the schema.
    let leaves: [LeafColumn]
    let firstLeaf: Int

    /// What the levels of a node say about its slots.
    private struct Slots {
        var count = 0
        var validity: [Bool]?
    }

    func column(_ node: SchemaNode) throws -> ParquetColumn {
        // All leaves of a node have the same levels down to the node.
        let leaf = leaves[node.leaves.lowerBound - firstLeaf]
        switch node.shape {
        case .leaf: return try leafColumn(node, leaf)
        case .list(let child):
            let elements = try column(child)
            let (offsets, validity) = Self.offsets(node, leaf)
            guard offsets.last == elements.count else {
                throw ParquetProblem.damaged("its levels make lists of another length than there are elements")
            }
            return ParquetColumn(
                field: node.field, count: offsets.count - 1, validity: validity,
                values: .lists(offsets: offsets, elements: elements))
        case .structure(let children):
            let columns = try children.map { try column($0) }
            let slots = Self.slots(node, leaf)
            guard columns.allSatisfy({ $0.count == slots.count }) else {
                throw ParquetProblem.damaged("its fields differ in length")
            }
            return ParquetColumn(
                field: node.field, count: slots.count, validity: slots.validity, values: .structures(columns))
        }
    }

    // MARK: - Leaves

    private func leafColumn(_ node: SchemaNode, _ leaf: LeafColumn) throws -> ParquetColumn {
        let slots = Self.slots(node, leaf)
        let values = leaf.values
        // If every slot has a value, the values are the column.
        func spread<Value>(_ dense: [Value], _ filler: Value) -> [Value] {
            slots.validity.map { Self.spread(dense, filler, $0) } ?? dense
        }
        guard slots.validity != nil || values.count == slots.count else {
            throw ParquetProblem.damaged("there are \(values.count) values for \(slots.count) slots")
        }
        func strings() -> ByteStrings { ByteStrings(store: values.store, ranges: spread(values.ranges, .empty)) }
        let content: ParquetColumn.Values =
            switch values.leaf.kind {
            case .boolean: .booleans(spread(values.booleans, false))
            case .integer: .integers(spread(values.integers, 0))
            case .double: .doubles(spread(values.doubles, 0))
            case .string: .strings(strings())
            case .bytes, .unsupported: .bytes(strings())
            }
        return ParquetColumn(field: node.field, count: slots.count, validity: slots.validity, values: content)
    }

    /// The values in their slots, and a filler in the other slots.
    private static func spread<Value>(_ dense: [Value], _ filler: Value, _ validity: [Bool]) -> [Value] {
        var result = [Value](repeating: filler, count: validity.count)
        var next = 0
        dense.withUnsafeBufferPointer { dense in
            result.withUnsafeMutableBufferPointer { result in
                validity.withUnsafeBufferPointer { validity in
                    for index in validity.indices where validity[index] && next < dense.count {
                        result[index] = dense[next]
                        next += 1
                    }
                }
            }
        }
        return result
    }

    // MARK: - Levels

    /// The slots of a leaf or struct.
    private static func slots(_ node: SchemaNode, _ leaf: LeafColumn) -> Slots {
        // Without levels, no value is null.
        if leaf.definitions.isEmpty { return Slots(count: leaf.levelCount) }
        var validity = [Bool](repeating: true, count: leaf.definitions.count)
        var (count, validCount) = (0, 0)
        validity.withUnsafeMutableBufferPointer { validity in
            leaf.definitions.withUnsafeBufferPointer { definitions in
                leaf.repetitions.withUnsafeBufferPointer { repetitions in
                    for index in definitions.indices {
                        let definition = definitions[index]
                        // If a struct contains lists, only the first level of each list belongs to the struct.
                        let isDeeper = !repetitions.isEmpty && repetitions[index] > node.repetition
                        if definition < node.slotDefinition || isDeeper { continue }
                        let isValid = definition >= node.definition
                        validity[count] = isValid
                        count &+= 1
                        validCount &+= isValid ? 1 : 0
                    }
                }
            }
        }
        if validCount == count { return Slots(count: count) }
        validity.removeLast(validity.count - count)
        return Slots(count: count, validity: validity)
    }

    /// The start of each list, the end of the last one, and which lists are not null.
    private static func offsets(_ node: SchemaNode, _ leaf: LeafColumn) -> (offsets: [Int], validity: [Bool]?) {
        var (offsets, validity) = ([Int](), [Bool]())
        offsets.reserveCapacity(leaf.levelCount + 1)
        validity.reserveCapacity(leaf.levelCount)
        var (total, hasNull) = (0, false)
        leaf.definitions.withUnsafeBufferPointer { definitions in
            leaf.repetitions.withUnsafeBufferPointer { repetitions in
                for index in definitions.indices {
                    let (definition, repetition) = (definitions[index], repetitions[index])
                    if repetition == node.repetition {
                        total += 1
                    } else if repetition < node.repetition, definition >= node.slotDefinition {
                        offsets.append(total)
                        let isValid = definition >= node.definition
                        validity.append(isValid)
                        hasNull = hasNull || !isValid
                        if definition > node.definition { total += 1 }
                    }
                }
            }
        }
        offsets.append(total)
        return (offsets, hasNull ? validity : nil)
    }
}

extension LeafColumn {
    /// Whether its levels describe this number of rows.
    func hasRows(_ count: Int) -> Bool {
        if repetitions.isEmpty { return levelCount == count }
        return repetitions.first == 0 && repetitions.reduce(0) { $0 + ($1 == 0 ? 1 : 0) } == count
    }

    /// The row, within the row group, of a value that is not null.
    func row(ofValue index: Int) -> Int {
        var (row, value) = (-1, -1)
        for level in 0..<levelCount {
            if repetitions.isEmpty || repetitions[level] == 0 { row += 1 }
            if definitions.isEmpty || definitions[level] == values.leaf.maxDefinition { value += 1 }
            if value == index { return row }
        }
        return max(row, 0)
    }
}
