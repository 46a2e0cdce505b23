/// Gold entities compared with predicted ones in the four ways of nervaluate 1.2 (after SemEval-2013, task 9.1).
///
/// Within a sequence, each predicted entity in its order takes a gold entity that no earlier one has taken: one that agrees as the
/// scheme demands, and otherwise the first that it overlaps with by at least 1 % of the gold entity's words. What is left of the
/// gold entities is missed, and a predicted entity without a partner is spurious.
package struct EntityMatching: Sendable, Equatable {
    /// What has to agree.
    package enum Scheme: String, Sendable, CaseIterable {
        /// Both ends and the type.
        case strict
        /// Both ends, whatever the type.
        case exact
        /// Both ends, whatever the type; with other ends, an overlap is half right.
        case partial
        /// The type, with any overlap. Of several with this type, the one whose ends are nearest is taken.
        case type = "ent_type"
    }

    package enum Outcome: String, Sendable, CaseIterable { case correct, incorrect, partial, missed, spurious }

    /// One comparison: a gold entity, a predicted one, or both.
    package struct Match: Sendable, Equatable {
        package let outcome: Outcome
        package let gold: Entity?
        package let predicted: Entity?
    }

    package let scheme: Scheme
    /// Type names by id.
    package let types: [String]
    /// In each sequence the predicted entities in their order, then the missed gold ones.
    package let matches: [Match]

    /// - Throws: `LabelSequenceError.lengthMismatch` unless both have the same sequences.
    package init(gold: LabelSequences, predicted: LabelSequences, scheme: Scheme) throws {
        let (types, goldEntities, predictedEntities) = try alignedEntities(gold: gold, predicted: predicted)
        self.init(types: types, gold: goldEntities, predicted: predictedEntities, scheme: scheme)
    }

    /// Only the entities of one type, as nervaluate's scores per type are computed.
    package func only(type: Int) -> EntityMatching {
        let gold = matches.compactMap(\.gold).filter { $0.type == type }
        let predicted = matches.compactMap(\.predicted).filter { $0.type == type }
        return EntityMatching(
            types: types, gold: gold.sorted { $0.range.lowerBound < $1.range.lowerBound }, predicted: predicted,
            scheme: scheme)
    }

    private init(types: [String], gold: [Entity], predicted: [Entity], scheme: Scheme) {
        self.types = types
        self.scheme = scheme
        var matches: [Match] = []
        var (goldPlace, predictedPlace) = (0, 0)
        // Both are in the order of sequences and positions.
        while goldPlace < gold.count || predictedPlace < predicted.count {
            let sequence = min(
                goldPlace < gold.count ? gold[goldPlace].sequence : .max,
                predictedPlace < predicted.count ? predicted[predictedPlace].sequence : .max)
            func own(_ entities: [Entity], _ place: inout Int) -> ArraySlice<Entity> {
                let start = place
                while place < entities.count, entities[place].sequence == sequence { place += 1 }
                return entities[start..<place]
            }
            var free = Array(own(gold, &goldPlace))
            for entity in own(predicted, &predictedPlace) {
                guard let found = EntityMatching.partner(of: entity, among: free, scheme) else {
                    matches.append(Match(outcome: .spurious, gold: nil, predicted: entity))
                    continue
                }
                matches.append(Match(outcome: found.outcome, gold: free[found.place], predicted: entity))
                free.remove(at: found.place)
            }
            matches += free.map { Match(outcome: .missed, gold: $0, predicted: nil) }
        }
        self.matches = matches
    }

    private static func partner(
        of predicted: Entity, among gold: [Entity], _ scheme: Scheme
    ) -> (place: Int, outcome: Outcome)? {
        let overlapping = gold.indices.filter { place in
            let (shared, all) = (predicted.range.clamped(to: gold[place].range).count, gold[place].range.count)
            return shared * 100 >= all && shared > 0
        }
        let equal = gold.indices.filter { gold[$0].range == predicted.range }
        switch scheme {
        case .strict:
            if let place = equal.first(where: { gold[$0].type == predicted.type }) { return (place, .correct) }
            return overlapping.first.map { ($0, .incorrect) }
        case .exact:
            if let place = equal.first { return (place, .correct) }
            return overlapping.first.map { ($0, .incorrect) }
        case .partial:
            if let place = equal.first { return (place, .correct) }
            return overlapping.first.map { ($0, .partial) }
        case .type:
            func distance(_ place: Int) -> Int {
                abs(gold[place].range.lowerBound - predicted.range.lowerBound)
                    + abs(gold[place].range.upperBound - predicted.range.upperBound)
            }
            let same = overlapping.filter { gold[$0].type == predicted.type }
            if let place = same.min(by: { (distance($0), $0) < (distance($1), $1) }) { return (place, .correct) }
            return overlapping.first.map { ($0, .incorrect) }
        }
    }

    /// Number of comparisons with an outcome.
    package func count(_ outcome: Outcome) -> Int { matches.count { $0.outcome == outcome } }

    /// Precision, recall and F1; a partial match counts half.
    package var scores: EntityScores {
        let right = Double(count(.correct)) + 0.5 * Double(count(.partial))
        let predicted = matches.count { $0.predicted != nil }
        let gold = matches.count { $0.gold != nil }
        let precision = predicted == 0 ? 0 : right / Double(predicted)
        let recall = gold == 0 ? 0 : right / Double(gold)
        return EntityScores(
            precision: precision, recall: recall,
            f1: precision + recall == 0 ? 0 : 2 * (precision * recall) / (precision + recall), support: gold)
    }
}

extension EntityMatching.Match {
    /// What is wrong with an entity.
    package enum Mistake: String, Sendable, CaseIterable {
        /// The right type with another begin or end.
        case boundary
        /// The right words with another type.
        case type
        /// Some of the words, and another type.
        case boundaryAndType = "boundary and type"
        /// A gold entity that no predicted one overlaps with.
        case missed
        /// A predicted entity where there is none.
        case spurious
    }

    /// Nil for what is right in the strict scheme. The first three share its outcome "incorrect" among them.
    package var mistake: Mistake? {
        guard let gold else { return .spurious }
        guard let predicted else { return .missed }
        return switch (gold.range == predicted.range, gold.type == predicted.type) {
        case (true, true): nil
        case (false, true): .boundary
        case (true, false): .type
        case (false, false): .boundaryAndType
        }
    }
}
