import ArgumentParser
import Execution
import Outputs
import Tasks
import Training

/// When `train` validates: at the end of each epoch, or every so many steps.
enum ValidationInterval: Equatable, Sendable {
    case epoch
    case steps(Int)

    @Sendable static func of(_ text: String) throws -> ValidationInterval {
        if text == "epoch" { return .epoch }
        guard let steps = PositiveCount(argument: text) else {
            throw ValidationError("it takes epoch, or a number of steps such as 50")
        }
        return .steps(steps.value)
    }
}

extension ValidationInterval: CustomStringConvertible {
    var description: String {
        switch self {
        case .epoch: "epoch"
        case .steps(let count): "\(count)"
        }
    }
}

/// Which model `train` keeps: the last one, or the one with the best sum of some scores.
struct KeptModel: Equatable, Sendable, CustomStringConvertible {
    /// The names of the scores: `ner.f1`. Empty for the last model.
    var scores: [String]

    static let last = KeptModel(scores: [])

    var description: String { scores.isEmpty ? "last" : "best:" + scores.joined(separator: "+") }

    @Sendable static func of(_ text: String) throws -> KeptModel {
        if text == "last" { return .last }
        let scores = text.hasPrefix("best:") ? text.dropFirst(5).split(separator: "+").map(String.init) : []
        guard !scores.isEmpty, Set(scores).count == scores.count,
            scores.allSatisfy({ name in
                let parts = name.split(separator: ".", omittingEmptySubsequences: false)
                return parts.count == 2 && TaskName(argument: String(parts[0])) != nil && !parts[1].isEmpty
            })
        else { throw ValidationError("it takes last, or the scores that decide, as in `best:ner.f1+qa.f1`") }
        return KeptModel(scores: scores)
    }

    /// Throws if a score belongs to no task, or its kind of task has no such score.
    ///
    /// - Parameter names: the scores of a task; nil for a task that is not trained, and empty where its kind is not known yet.
    func check(tasks: [String], _ names: (String) -> [String]?) throws {
        for score in scores {
            let task = String(score.prefix { $0 != "." })
            guard let known = names(task) else {
                throw ValidationError(
                    "`--keep` names the score '\(score)', and there is no task '\(task)' in `batches`, only \(tasks.formatted)"
                )
            }
            guard known.isEmpty || known.contains(String(score.dropFirst(task.count + 1))) else {
                throw ValidationError(
                    "`--keep` names the score '\(score)', which does not exist: the task '\(task)' has \(known.map { "\(task).\($0)" }.formatted)"
                )
            }
        }
    }
}

extension [any EncodedExamples] {
    /// Throws if validating during a training makes no sense with these data.
    ///
    /// - Returns: warnings.
    func check(_ plan: ValidationPlan) throws -> [String] {
        var warnings: [String] = []
        for set in self {
            let title = set.task.title
            guard set.exampleCount > 0 else {
                throw CommandFailure(
                    "\(title) has no validation example, so the model can't be validated on it",
                    remedy: "Raise --validation of 'select \(set.task.name)', or train without --validate.")
            }
            if let flaw = set.flaw {
                let decides = plan.keep.contains { $0.hasPrefix("\(set.task.name).") }
                guard !decides else {
                    throw CommandFailure(
                        "the validation split of \(title) can't say which model is the best: \(flaw)",
                        remedy: "Select more validation examples of '\(set.task.name)', or keep by other scores.")
                }
                warnings.append("The validation split of \(title) can't be scored: \(flaw).")
            } else if set.exampleCount == 1 {
                warnings.append(
                    "\(title) has one validation example, so its scores say little. Raise --validation of 'select \(set.task.name)'."
                )
            }
        }
        return warnings
    }
}
