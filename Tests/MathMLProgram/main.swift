import Mathematics

/// Reads formulas from standard input, one a line, and prints each as MathML on a line of its own: displayed ones, or inline with
/// the argument `--inline`. For a fault it prints where it is and what it is.
let display = !CommandLine.arguments.contains("--inline")
while let line = readLine() {
    do throws(FormulaError) {
        print(try Formula(line, display: display).mathML)
    } catch {
        print("error: byte \(error.start), length \(error.length): \(error)")
    }
}
