import ArgumentParser
import Execution

struct DoctorSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks whether this machine has everything that a run needs, and says how to add what is missing.",
        discussion: "The exit status is 1 if something is missing that a full run needs.")

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
