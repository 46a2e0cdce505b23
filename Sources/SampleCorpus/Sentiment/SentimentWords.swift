/// Pairs of words or phrases that praise and blame, by kind.
///
/// They are written as text. A line `@kind` opens a list; semicolons separate the pairs, with the praise before the slash. A frame chooses
/// a side of a pair by the label of its sentence: `{+kind}` is the side with the same label, `{-kind}` the other side.
struct SentimentWords {
    private(set) var pairs: [String: [(praise: String, blame: String)]] = [:]

    init(_ source: String) {
        for block in source.split(separator: "@") {
            guard let end = block.firstIndex(of: "\n") else { continue }
            pairs[String(block[..<end])] = block[end...].split(separator: ";").compactMap { pair in
                let sides = pair.split(separator: "/").map {
                    $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                }
                return sides.count == 2 ? (sides[0], sides[1]) : nil
            }
        }
    }

    /// The lists in the form of a lexicon, for sentences with one label.
    func lexiconSource(isPositive: Bool) -> String {
        pairs.sorted { $0.key < $1.key }.map { kind, pairs in
            let (praise, blame) = (pairs.map(\.praise), pairs.map(\.blame))
            let (own, other) = isPositive ? (praise, blame) : (blame, praise)
            return "@- +\(kind)\n\(own.joined(separator: ";"))\n@- -\(kind)\n\(other.joined(separator: ";"))\n"
        }.joined()
    }

    /// Ordinary words that both splits use.
    static let shared = SentimentWords(
        """
        @person
        friendly / rude; helpful / unhelpful; patient / impatient; polite / surly; attentive / careless; cheerful / grumpy;
        honest / dishonest; generous / stingy; competent / clueless; kind / mean; gentle / rough
        @food
        delicious / tasteless; fresh / stale; tender / tough; crisp / soggy; fragrant / bland; wholesome / greasy;
        mouth-watering / disgusting
        @story
        gripping / tedious; moving / shallow; witty / humourless; original / predictable; clever / clumsy; vivid / lifeless;
        subtle / crude; believable / far-fetched; lively / leaden; brilliant / awful
        @thing
        sturdy / flimsy; reliable / faulty; handy / awkward; solid / brittle; precise / inaccurate; elegant / ugly;
        well made / shoddy; useful / useless
        @place
        clean / dirty; bright / gloomy; cosy / draughty; spacious / cramped; peaceful / noisy; spotless / grubby;
        comfortable / uncomfortable; charming / shabby; pleasant / unpleasant
        @verdict
        a joy / a bore; a triumph / a disaster; a pleasure / a chore; a bargain / a waste of money; a success / a failure;
        a delight / a disappointment; a blessing / a nuisance; a treat / an ordeal
        @felt
        delighted / annoyed; thrilled / bored; impressed / appalled; charmed / irritated; enchanted / disgusted;
        amused / offended; fascinated / wearied
        @said
        praised / cursed; loved / hated; enjoyed / endured; admired / despised; adored / loathed
        @trait
        charm / clichés; wit / padding; warmth / malice; humour / self-pity; good ideas / mistakes; life / dead wood
        @how
        beautifully / badly; gracefully / clumsily; brilliantly / poorly; skilfully / ineptly; wonderfully / terribly
        @fear
        feared / hoped; dreaded / wished; been warned / been promised
        """)
}
