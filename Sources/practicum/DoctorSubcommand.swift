import ArgumentParser
import Practical

struct DoctorSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Shows what this machine has: BLAS, vectors, cores, memory, assets, and what to do about what is missing.",
        discussion: "Exit status 1 when something is missing that a full run needs.")

    func run() throws {
        let findings = Doctor.examine()
        let width = findings.map(\.label.count).max() ?? 0
        for finding in findings {
            let padding = String(repeating: " ", count: width - finding.label.count)
            StandardStream.output.write(
                "\(finding.isGood ? "ok " : "-- ") \(finding.label)\(padding)  \(finding.found)\n")
            if let remedy = finding.remedy {
                StandardStream.output.write("    \(String(repeating: " ", count: width))  → \(remedy)\n")
            }
        }
        if findings.contains(where: { !$0.isGood }) { throw ExitCode(1) }
    }
}
