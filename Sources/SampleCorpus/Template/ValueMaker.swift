/// Makes the value of a slot from its kind: a person, a date, a number, or an entry of one of the lexicon's lists.
struct ValueMaker {
    let lexicon: Lexicon
    let slot: Template.Slot
    let bindings: [String: TemplateValue]

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let numberWords = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ]

    func value(_ random: inout SplitMix64) -> TemplateValue {
        switch slot.kind {
        case "per": return person(isFemale: random.chance(50), &random)
        case "woman": return person(isFemale: true, &random)
        case "man": return person(isFemale: false, &random)
        case "year": return number(.date, random.integer(in: range(or: 1970...2009)), grouped: false)
        case "after": return number(.date, anchor + random.integer(in: range(or: 1...9)), grouped: false)
        case "sum":
            return number(
                .date, words.compactMap { bindings[String($0)]?.number }.reduce(0, +), grouped: false)
        case "date": return date(&random)
        case "num": return number(.number, stepped(&random), grouped: true)
        case "digits": return number(.number, random.integer(in: range(or: 100...999)), grouped: false)
        case "more": return number(.number, anchor + random.integer(in: range(or: 1...9)), grouped: true)
        case "words": return words(&random)
        case "dec":
            let tenths = random.integer(in: 0...9)
            return TemplateValue(sort: .number, text: "\(random.integer(in: range(or: 1...9))).\(tenths)")
        case "score":
            let loser = random.below(4)
            return TemplateValue(sort: .other, text: "\(loser + 1 + random.below(3))-\(loser)")
        case "month": return TemplateValue(sort: .other, text: Self.months[random.below(12)])
        case "weekday": return TemplateValue(sort: .other, text: Self.weekdays[random.below(7)])
        case "pick":
            let options = slot.arguments.split(separator: ";")
            let option = options[random.below(options.count)].split(separator: " ")
            return TemplateValue(sort: .other, text: option.joined(separator: " "))
        default: return entry(&random)
        }
    }

    private var words: [Substring] { slot.arguments.split(separator: " ") }

    /// The last two arguments that are numbers, or the default.
    private func range(or fallback: ClosedRange<Int>) -> ClosedRange<Int> {
        let bounds = words.compactMap { Int($0) }
        guard bounds.count >= 2, bounds[0] <= bounds[1] else { return fallback }
        return bounds[0]...bounds[1]
    }

    /// The number of the slot that the first argument names.
    private var anchor: Int {
        words.first.flatMap { bindings[String($0)]?.number } ?? 0
    }

    private func stepped(_ random: inout SplitMix64) -> Int {
        let bounds = words.compactMap { Int($0) }
        guard bounds.count == 3, bounds[2] > 0 else { return random.integer(in: range(or: 2...60)) }
        return random.integer(in: (bounds[0] / bounds[2])...(bounds[1] / bounds[2])) * bounds[2]
    }

    private func number(_ sort: TemplateValue.Sort, _ number: Int, grouped: Bool) -> TemplateValue {
        var digits = String(number)
        if grouped, number >= 1000 {
            var index = digits.count - 3
            while index > 0 {
                digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
                index -= 3
            }
        }
        return TemplateValue(sort: sort, text: digits, number: number)
    }

    private func words(_ random: inout SplitMix64) -> TemplateValue {
        let number = random.integer(in: range(or: 2...12))
        let text = Self.numberWords.indices.contains(number) ? Self.numberWords[number] : String(number)
        var value = TemplateValue(sort: .number, text: text, number: number)
        value.forms["cap"] = .init(text: text.prefix(1).uppercased() + text.dropFirst(), entity: nil)
        return value
    }

    /// A day in the year of the slot that the first argument names, or in a year from its range.
    private func date(_ random: inout SplitMix64) -> TemplateValue {
        let year = anchor > 0 ? anchor : random.integer(in: range(or: 1850...1990))
        let month = Self.months[random.below(12)]
        let day = random.integer(in: 1...28)
        var value = TemplateValue(sort: .date, text: "\(day) \(month) \(year)", number: year)
        value.forms["month"] = .init(text: "\(month) \(year)", entity: nil)
        value.forms["us"] = .init(text: "\(month) \(day), \(year)", entity: nil)
        value.forms["year"] = .init(text: String(year), entity: nil)
        return value
    }

    private func person(isFemale: Bool, _ random: inout SplitMix64) -> TemplateValue {
        let firstNames = lexicon.names(isFemale ? "female" : "male")
        let surnames = lexicon.names("surname")
        let first = firstNames[random.below(firstNames.count)]
        let last = surnames[random.below(surnames.count)]
        var middle = ""
        if random.chance(8), let initial = "ABCDEFGHJKLMNPRSTVW".randomElement(&random) { middle = "\(initial). " }
        var value = TemplateValue(sort: .person, text: "\(first) \(middle)\(last)", entity: .person)
        value.person = TemplateValue.Person(first: first, last: last, isFemale: isFemale)
        return value
    }

    private func entry(_ random: inout SplitMix64) -> TemplateValue {
        guard let list = lexicon.lists[slot.kind], !list.entries.isEmpty else {
            return TemplateValue(sort: .other, text: "{\(slot.kind)}")
        }
        let forms = list.entries[random.below(list.entries.count)]
        var value = TemplateValue(
            sort: list.entity == .location ? .place : .other, text: forms[0], entity: list.entity)
        if slot.kind == "country" {
            value.forms["adj"] = .init(text: forms.count > 1 ? forms[1] : forms[0], entity: .miscellaneous)
            value.forms["people"] = .init(text: forms.last ?? forms[0], entity: .miscellaneous)
        } else if forms.count > 1 {
            value.forms["short"] = .init(text: forms[1], entity: list.entity)
        }
        if forms[0].hasPrefix("the ") {
            value.forms["bare"] = .init(text: String(forms[0].dropFirst(4)), entity: list.entity)
        }
        if list.entity == .location { value.forms["team"] = .init(text: forms[0], entity: .organisation) }
        return value
    }
}

extension String {
    /// A character chosen with our own generator.
    fileprivate func randomElement(_ random: inout SplitMix64) -> Character? {
        isEmpty ? nil : self[index(startIndex, offsetBy: random.below(count))]
    }
}
