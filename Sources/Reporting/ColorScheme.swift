/// The report's colours in one of its two schemes. Every text colour has at least WCAG AA's contrast (4.5) to its background.
struct ColorScheme {
    /// Name of the CSS property without its dashes, and its value `#rrggbb`.
    let colors: [(name: String, value: String)]

    /// The declarations for a CSS rule.
    var declarations: String { colors.map { "--\($0.name):\($0.value)" }.joined(separator: ";") }

    static let light = ColorScheme(colors: [
        ("paper", "#fdfcf9"), ("panel", "#f5f2ec"), ("rule", "#dfdad0"), ("edge", "#8b857a"),
        ("shade", "#c9c3b6"), ("ink", "#24221e"), ("quiet", "#635e55"), ("accent", "#1c5680"),
        ("good", "#2b6a3f"), ("good-ground", "#e9f2ea"),
        ("careful", "#7d5200"), ("careful-ground", "#fbf1da"),
        ("bad", "#a3291f"), ("bad-ground", "#faeae6"),
        ("note", "#1c5680"), ("note-ground", "#e8f0f6"),
        ("command", "#1c4f78"), ("option", "#78420c"), ("string", "#2c6238"), ("parameter", "#7a2a69"),
        ("highlight-ground", "#fbe7a8"), ("highlight-edge", "#a87400"),
        ("ground-1", "#dbeaf7"), ("line-1", "#1f6fb0"), ("ground-2", "#fae7c9"), ("line-2", "#b87400"),
        ("ground-3", "#d6efe5"), ("line-3", "#00795a"), ("ground-4", "#f4dfeb"), ("line-4", "#a34d80"),
        ("ground-5", "#f9dfd2"), ("line-5", "#b84a00"), ("ground-6", "#f3efbe"), ("line-6", "#857a00"),
        ("ground-7", "#e4e0f6"), ("line-7", "#6455b5"), ("ground-8", "#e6e4df"), ("line-8", "#6b665d"),
    ])

    static let dark = ColorScheme(colors: [
        ("paper", "#17181a"), ("panel", "#202225"), ("rule", "#36393d"), ("edge", "#858a91"),
        ("shade", "#4c5056"), ("ink", "#e3e1dc"), ("quiet", "#a9a69f"), ("accent", "#8fbfe6"),
        ("good", "#8ccb9d"), ("good-ground", "#1c2b20"),
        ("careful", "#e4b765"), ("careful-ground", "#302715"),
        ("bad", "#f29b8f"), ("bad-ground", "#371f1c"),
        ("note", "#8fbfe6"), ("note-ground", "#1b2833"),
        ("command", "#93c3ea"), ("option", "#e3b27c"), ("string", "#98cd9f"), ("parameter", "#e0a3d2"),
        ("highlight-ground", "#4f3d0c"), ("highlight-edge", "#e0b040"),
        ("ground-1", "#153149"), ("line-1", "#6fb4e8"), ("ground-2", "#3f2f10"), ("line-2", "#e2a640"),
        ("ground-3", "#10382c"), ("line-3", "#42c59f"), ("ground-4", "#432439"), ("line-4", "#e29ac4"),
        ("ground-5", "#472614"), ("line-5", "#f0905e"), ("ground-6", "#38350c"), ("line-6", "#d6c94c"),
        ("ground-7", "#2d2850"), ("line-7", "#a99cf0"), ("ground-8", "#34342f"), ("line-8", "#b3aea3"),
    ])
}
