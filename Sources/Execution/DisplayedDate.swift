import Foundation

/// Dates as a person writes them, in the machine's time zone.
package enum DisplayedDate {
    /// `14:03`, or with the date if it is not today: `2026-11-23 14:03`.
    package static func short(_ date: Date, now: Date = Date()) -> String {
        let (then, today) = (fields(date), fields(now))
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(two(then.tm_hour)):\(two(then.tm_min))"
        if then.tm_yday == today.tm_yday, then.tm_year == today.tm_year { return time }
        return "\(then.tm_year + 1900)-\(two(then.tm_mon + 1))-\(two(then.tm_mday)) \(time)"
    }

    /// `14:03:05`.
    package static func clock(_ date: Date) -> String {
        let time = fields(date)
        return [time.tm_hour, time.tm_min, time.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    private static func fields(_ date: Date) -> tm {
        var seconds = time_t(date.timeIntervalSince1970)
        var result = tm()
        localtime_r(&seconds, &result)
        return result
    }
}
