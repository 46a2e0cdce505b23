/// A picture as a PNG with a text alternative, its other variants and its numbers.
package struct Figure: Sendable, Equatable {
    /// Where another variant of the picture is shown instead.
    package enum Variant: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
        /// On a dark page.
        case dark
        /// On a phone: the same picture in a narrow layout.
        case narrow
        /// On a phone with a dark page.
        case narrowDark = "narrow-dark"
    }

    /// File name without extension, unique in the report, e.g. `losses`.
    package var name: String
    /// The picture for a light page, and wherever no other variant exists.
    package var png: [UInt8]
    /// The other variants, also as PNGs. A figure stored by an earlier version has none.
    package var variants: [Variant: [UInt8]]
    package var alternativeText: String
    package var caption: String?
    /// The numbers that the picture shows, if they are few enough to read. A terminal shows them instead of the picture.
    package var table: Table?

    package init(
        name: String, png: [UInt8], variants: [Variant: [UInt8]] = [:], alternativeText: String, caption: String? = nil,
        table: Table? = nil
    ) {
        self.name = name
        self.png = png
        self.variants = variants
        self.alternativeText = alternativeText
        self.caption = caption
        self.table = table
    }

    /// All of its pictures, each with the suffix of its file name.
    package var pictures: [(suffix: String, png: [UInt8])] {
        [("", png)]
            + Variant.allCases.compactMap { variant in variants[variant].map { (".\(variant.rawValue)", $0) } }
    }

    /// The figure with these texts stored in each of its pictures, so that a separate picture shows where it comes from.
    package func stamped(_ texts: [PNGText]) -> Figure {
        var figure = self
        figure.png = PNGText.insert(texts, into: png)
        figure.variants = variants.mapValues { PNGText.insert(texts, into: $0) }
        return figure
    }
}

/// `variants` is omitted if it is empty, as in files of earlier versions.
extension Figure: Codable {
    private enum CodingKeys: String, CodingKey { case name, png, variants, alternativeText, caption, table }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        png = try container.decode([UInt8].self, forKey: .png)
        variants = try container.decodeIfPresent([Variant: [UInt8]].self, forKey: .variants) ?? [:]
        alternativeText = try container.decode(String.self, forKey: .alternativeText)
        caption = try container.decodeIfPresent(String.self, forKey: .caption)
        table = try container.decodeIfPresent(Table.self, forKey: .table)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(png, forKey: .png)
        if !variants.isEmpty { try container.encode(variants, forKey: .variants) }
        try container.encode(alternativeText, forKey: .alternativeText)
        try container.encodeIfPresent(caption, forKey: .caption)
        try container.encodeIfPresent(table, forKey: .table)
    }
}
