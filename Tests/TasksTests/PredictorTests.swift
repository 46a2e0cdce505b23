import Datasets
import Encoders
import Kernels
import Tasks
import Testing
import Tokenization
import Training
import TrainingSupport

/// Entities and answers of plain text.
@Suite
struct PredictorTests {
    /// The part of a text with these scalars.
    private func text(_ text: String, _ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: Array(text.unicodeScalars)[range])
        return String(view)
    }

    @Test(arguments: [
        ("Marta moved to Porto.", ["Marta", "moved", "to", "Porto", "."]),
        ("Wait, (please) stop!", ["Wait", ",", "(", "please", ")", "stop", "!"]),
        ("Apple Inc. is in Cupertino", ["Apple", "Inc.", "is", "in", "Cupertino"]),
        ("Mr. Smith and Dr. No met.", ["Mr.", "Smith", "and", "Dr.", "No", "met", "."]),
        ("He joined Acme Inc.", ["He", "joined", "Acme", "Inc", "."]),
        ("George W. Bush spoke", ["George", "W.", "Bush", "spoke"]),
        ("in the U.S. today", ["in", "the", "U.S.", "today"]),
        ("in the U.S.", ["in", "the", "U.S."]),
        ("Apple Inc., maker", ["Apple", "Inc.", ",", "maker"]),
        ("Google's chief", ["Google", "'s", "chief"]),
        ("Google’s chief", ["Google", "’s", "chief"]),
        ("the dogs' bowl", ["the", "dogs", "'", "bowl"]),
        ("IBM's.", ["IBM", "'s", "."]),
        ("\"Stop,\" she said", ["\"", "Stop", ",", "\"", "she", "said"]),
        ("“Stop”", ["“", "Stop", "”"]),
        ("a walk-out at 50% of AT&T", ["a", "walk-out", "at", "50%", "of", "AT&T"]),
        ("São Paulo, 東京 and Zu\u{308}rich.", ["São", "Paulo", ",", "東京", "and", "Zu\u{308}rich", "."]),
        ("", []), ("  \t\n\u{A0}", []), ("?!", ["?", "!"]), (".", ["."]), ("'s", ["'", "s"]),
    ])
    func plainWords(sentence: String, words: [String]) {
        let cut = PlainWords(sentence)
        #expect(cut.words == words)
        #expect(cut.ranges.map { text(sentence, $0) } == words)
        #expect(zip(cut.ranges, cut.ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    }

    private func predictor(_ problem: ToyProblem, label: Int, maxLength: Int = 40) throws -> EntityPredictor {
        let model = problem.model()
        try model.setLabel(label)
        return EntityPredictor(try problem.trained(problem.ner, model, maxLength: maxLength))
    }

    @Test func entitiesStandWhereTheirWordsDo() throws {
        let problem = try ToyProblem()
        let texts = ["Bába  ka, \u{1F600} lamo.", "", "ku", "  Zu\u{308}ba's"]
        let results = try predictor(problem, label: 5).entities(in: texts)
        for (text, result) in zip(texts, results) {
            #expect(result.entities.map(\.range) == PlainWords(text).ranges)
            #expect(result.entities.allSatisfy { $0.type == "LOC" })
            #expect(result.cutWordCount == 0)
        }
        #expect(results[0].entities.map { text(texts[0], $0.range) } == ["Bába", "ka", ",", "\u{1F600}", "lamo", "."])
        #expect(try predictor(problem, label: 0).entities(in: texts).allSatisfy(\.entities.isEmpty))
        #expect(try predictor(problem, label: 0).entities(in: []).isEmpty)
    }

    @Test func aChunkGoesFromItsFirstWordToItsLast() throws {
        let problem = try ToyProblem()
        let texts = ["  ba ka,  lamo. ", "du"]
        let results = try predictor(problem, label: 2).entities(in: texts)
        #expect(results.map { $0.entities.map(\.range) } == [[2..<15], [0..<2]])
        #expect(results.allSatisfy { $0.entities.allSatisfy { $0.type == "PER" } })
    }

    @Test func wordsBeyondTheMaximumLengthAreCounted() throws {
        let problem = try ToyProblem()
        let results = try predictor(problem, label: 1, maxLength: 8).entities(in: ["baba kaka lala momo dudu", "ba"])
        #expect(results[0].entities.count == 3)
        #expect(results[0].cutWordCount == 2)
        #expect(results[1].cutWordCount == 0)
    }

    // MARK: - Answers

    private func predictor(_ problem: ToyProblem, model: MultiTaskModel) throws -> AnswerPredictor {
        AnswerPredictor(try problem.trained(problem.qa, model, maxLength: 32))
    }

    @Test func aLongContextTakesSeveralWindows() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        let context = ToyProblem.words(count: 60, key: RandomKey(4)).joined(separator: " ")
        let answer = try predictor(problem, model: model).answer(" ku la? ", context: context)
        let example = Question(id: "", question: "ku la?", context: context)
        let features = try QuestionWindows(
            examples: [example], tokenizer: problem.tokenizer, maxLength: 32, docStride: 8)
        #expect(features.count > 5)
        #expect(answer.windowCount == features.count)
        let evaluation = try AnswerEvaluation(
            problem.trained(problem.qa, model, maxLength: 32), features: features, examples: [example]
        ) { _, _ in }
        let best = try #require(answer.candidates.first)
        #expect(best.text == evaluation.predictions[0].text)
        #expect(best.characters == evaluation.predictions[0].characters)
        #expect(answer.candidates.count == 20)
        #expect(zip(answer.candidates, answer.candidates.dropFirst()).allSatisfy { $0.score >= $1.score })
        #expect(abs(answer.candidates.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
        for candidate in answer.candidates {
            let range = Int(candidate.characters.lowerBound)..<Int(candidate.characters.upperBound)
            #expect(candidate.text == text(context, range))
            #expect(candidate.firstToken <= candidate.lastToken)
        }
    }

    /// The end head prefers other tokens than the start head, so that one order of the two is valid and the other is not.
    @Test func argmaxGivesNoCandidateWhenTheEndIsBeforeTheStart() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        let (start, end) = try (
            model.parameter(#require(model.table["qa_start_head.weight"])),
            model.parameter(#require(model.table["qa_end_head.weight"]))
        )
        for index in start.indices { end[index] = -start[index] }
        let predictor = try predictor(problem, model: model)
        var (valid, reversed) = (0, 0)
        for trial in 0..<40 {
            let context = ToyProblem.words(count: 10, key: RandomKey(6).stream(trial)).joined(separator: " ")
            let features = try QuestionWindows(
                examples: [Question(id: "", question: "ku", context: context)], tokenizer: problem.tokenizer,
                maxLength: 32, docStride: 8)
            let window = try problem.trained(problem.qa, model, maxLength: 32)
                .windows(features, decoder: SpanDecoder())[0]
            let answer = try predictor.answer("ku", context: context, decoding: .argmax)
            let range = features.contextRange[0]
            let isInside = range.contains(Int32(window.argmaxStart)) && range.contains(Int32(window.argmaxEnd))
            if window.argmaxEnd < window.argmaxStart {
                reversed += 1
                #expect(answer.candidates.isEmpty)
            } else if isInside {
                valid += 1
                #expect(answer.candidates.map(\.firstToken) == [window.argmaxStart])
                #expect(answer.candidates.map(\.lastToken) == [window.argmaxEnd])
                #expect(answer.candidates.map(\.probability) == [1])
            } else {
                #expect(answer.candidates.isEmpty)
            }
            #expect(try !predictor.answer("ku", context: context).candidates.isEmpty)
        }
        #expect(valid > 0)
        #expect(reversed > 0)
    }

    @Test func aQuestionThatLeavesNoRoomIsAnError() throws {
        let problem = try ToyProblem()
        let question = ToyProblem.words(count: 20, key: RandomKey(8)).joined(separator: " ")
        let error = #expect(throws: DatasetError.self) {
            try predictor(problem, model: problem.model()).answer(question, context: "ba ka la")
        }
        // The message contains only the question's beginning, because a question may be a page long.
        #expect("\(try #require(error))".contains(question.prefix(50)))
    }

    @Test func anEmptyContextHasNoAnswer() throws {
        let problem = try ToyProblem()
        let answer = try predictor(problem, model: problem.model()).answer("ku?", context: "")
        #expect(answer.candidates.isEmpty)
        #expect(answer.windowCount == 1)
    }
}
