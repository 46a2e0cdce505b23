/// An entity of a sentence: its type and its tokens.
package struct NEREntity: Hashable {
    package let type: String
    package let range: Range<Int>

    /// The entities of well-formed IOB2 labels.
    package static func entities(_ labels: [String]) -> [NEREntity] {
        var result: [NEREntity] = []
        var start: Int?
        for index in 0...labels.count {
            let label = index < labels.count ? labels[index] : "O"
            if let first = start, !label.hasPrefix("I-") {
                result.append(NEREntity(type: String(labels[first].dropFirst(2)), range: first..<index))
                start = nil
            }
            if label.hasPrefix("B-") { start = index }
        }
        return result
    }
}

/// Counts of the labels that each token has in training and of the types that each entity has, and the labellings computed from them.
struct NERMemory {
    private(set) var majority = "O"
    private var commonType = "LOC"
    private var typeByEntity: [[String]: String] = [:]
    private var labelByToken: [String: String] = [:]
    private var longestEntity = 1

    init(_ sentences: [NERSample.Sentence]) {
        var labels: [String: Int] = [:]
        var types: [String: Int] = [:]
        var tokenCounts: [String: [String: Int]] = [:]
        var entityCounts: [[String]: [String: Int]] = [:]
        for sentence in sentences {
            for (token, label) in zip(sentence.tokens, sentence.labels) {
                labels[label, default: 0] += 1
                tokenCounts[token, default: [:]][label, default: 0] += 1
            }
            for entity in NEREntity.entities(sentence.labels) {
                types[entity.type, default: 0] += 1
                entityCounts[Array(sentence.tokens[entity.range]), default: [:]][entity.type, default: 0] += 1
                longestEntity = max(longestEntity, entity.range.count)
            }
        }
        majority = Self.mostFrequent(labels) ?? "O"
        commonType = Self.mostFrequent(types) ?? "LOC"
        typeByEntity = entityCounts.compactMapValues(Self.mostFrequent)
        labelByToken = tokenCounts.compactMapValues(Self.mostFrequent)
    }

    func gazetteerLabels(_ tokens: [String]) -> [String] {
        var labels = Array(repeating: "O", count: tokens.count)
        var start = 0
        while start < tokens.count {
            let longest = min(longestEntity, tokens.count - start)
            let match = (1...longest).reversed().lazy.compactMap { count in
                typeByEntity[Array(tokens[start..<start + count])].map { (count, $0) }
            }.first
            if let (count, type) = match {
                Self.mark(&labels, start..<start + count, type)
                start += count
            } else {
                start += 1
            }
        }
        return labels
    }

    func tokenLabels(_ tokens: [String]) -> [String] {
        var previous = "O"
        return tokens.map { token in
            var label = labelByToken[token] ?? "O"
            // An inside label begins an entity if the label before it is not of the same type.
            if label.hasPrefix("I-"), previous.dropFirst(2) != label.dropFirst(2) { label = "B-" + label.dropFirst(2) }
            previous = label
            return label
        }
    }

    func capitalLabels(_ tokens: [String]) -> [String] {
        var labels = Array(repeating: "O", count: tokens.count)
        var start: Int?
        for index in 0...tokens.count {
            let isCapital = index < tokens.count && tokens[index].first?.isUppercase == true
            if isCapital, start == nil { start = index }
            if !isCapital, let first = start {
                Self.mark(&labels, first..<index, commonType)
                start = nil
            }
        }
        return labels
    }

    private static func mark(_ labels: inout [String], _ range: Range<Int>, _ type: String) {
        for index in range { labels[index] = (index == range.lowerBound ? "B-" : "I-") + type }
    }

    private static func mostFrequent(_ counts: [String: Int]) -> String? {
        counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}
