import ArgumentParser
import Execution

struct DoctorSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Shows what this machine has of what a run needs, and what to do about what is missing.",
        discussion: "Exit status 1 when something is missing that a full run needs.")

    func run() throws {
        let findings = Practical.current.examine()
        let items = findings.map { finding -> (name: StyledText, meaning: StyledText) in
            let remedy: StyledText = finding.remedy.map { "\n→ \($0)" } ?? ""
            return ("\(finding.isGood ? "ok " : "-- ") \(finding.label)", "\(finding.found)" + remedy)
        }
        StandardStream.output.write(.list(items, indent: 0, in: StandardStream.output.style))
        if findings.contains(where: { !$0.isGood }) { throw ExitCode(1) }
    }
}
