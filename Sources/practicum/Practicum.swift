import Practical
import Program

/// The program with the practical that ships with it.
@main
struct Practicum {
    static func main() { MultiTaskPractical.practical.main() }
}
