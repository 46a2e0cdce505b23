/// CoNLL-2003's four entity types.
enum EntityType: String, CaseIterable, Sendable {
    case person = "PER"
    case organisation = "ORG"
    case location = "LOC"
    case miscellaneous = "MISC"
}
