/// All ways to take turns, by the name that a notebook gives them.
package enum TurnRules {
    /// - Parameter temperature: of the rule that has one.
    package static func all(temperature: Double = TurnRules.temperature) -> [any TurnRule] {
        [RoundRobin(), ProportionalTurns(), TemperatureTurns(temperature), JointTurns()]
    }

    /// The temperature of a notebook that gives none.
    package static let temperature = 2.0

    package static let names = all().map(\.name)

    package static func named(_ name: String, temperature: Double = TurnRules.temperature) -> (any TurnRule)? {
        all(temperature: temperature).first { $0.name == name }
    }
}
