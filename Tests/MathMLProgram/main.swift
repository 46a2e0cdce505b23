import Mathematics

/// Reads formulas from standard input, one per line, and prints each as MathML on one line: as displayed formulas, or as inline ones with
/// the argument `--inline`. For an error it prints the position and the message.
let display = !CommandLine.arguments.contains("--inline")
while let line = readLine() {
    do throws(FormulaError) {
        print(try Formula(line, display: display).mathML)
    } catch {
        print("error: byte \(error.start), length \(error.length): \(error)")
    }
}
