extension NERDomain {
    static let sportTraining = NERDomain(
        name: "sport",
        frames: """
            ^ soccer - {club1} [held by|thrash|edge] {club2}
            ^ {pick rugby;hockey;basketball;baseball} - {city1.team} [beat|crush|stun] {city2.team} {score}
            ^ tennis - {per1.last} [reaches|wins|quits] {event1}
            ^ athletics - {country1.adj} [runner|sprinter] {per1.last} [breaks|misses] record
            ^ {pick rugby;soccer} - {per1.last} [signs for|leaves|sacked by] {club1}
            ^ {event1} results
            # {town1.team} {num 0 5} {town2.team} {num 0 5}
            # {city1.team} {num 60 120} {city2.team} {num 60 120}
            # {club1} {num 0 5} {club2} {num 0 5}
            # {num 1 9} . {per1} ( {country1} ) {num 1 3} minutes {dec 2 59} seconds
            # {per1} ( {country1} ) beat {per2} ( {country2} ) 6-{num 0 4} 6-{num 0 4}
            # {club1.short} {num 10 40} {num 5 20} {num 3 9} {num 3 9} {num 20 60}
            {per1} scored [twice|a hat-trick|from the spot] as {club1} beat {club2} {score} [at|in front of {num 9000
              60000 100} fans at] {venue1} .
            {city1} won the toss and [chose|elected] to bat against {city2.team} .
            {country1} [coach|captain] {per1} said [{per1.his}|the] side had [slept badly|played like strangers] .
            [Defending|Former] champion {per1} of {country1} went out of the {event1} in the [second|third] round .
            {per1} ( {country1} ) and {per2} ( {country2} ) meet in [the final|Sunday 's semifinal] .
            {club1} moved [top of|off the bottom of] the table with a* {score} [win over|defeat of] {city1.team} .
            At {venue1} , {city1.team} trailed {city2.team} until {per1} 's late [penalty|header|drop goal] .
            {city1.team} 's [pitchers|bowlers|defenders] gave {city2.team} [nothing|no rest] all [night|afternoon] .
            {federation1} suspended {per1.initial} for [two|four|six] matches on {weekday} for [spitting|biting an
              opponent] .
            [Midfielder|Goalkeeper|Striker] {per1} has joined {club1} from {club2} [for an undisclosed fee|on loan] .
            {per1} rode <MISC:{pick Bell Tower;Quiet River;Lady Marsh}> to victory in the {event1} at {city1} .
            {club1} were without {per1} , who [broke|bruised] a rib [in {city1}|in training] .
            <PER:Rivers> got past two defenders , but the post saved {club1} .
            {country1} lead the {event1} standings with {num 12 60} points , ahead of {country2} and {country3} .
            The {country1.people} [attacked|pressed] from the start and {per1} [hit the bar|forced a save] after {num 2
              20} minutes .
            [Holders|Hosts] {country1} [face|play] {country2} in {city1} on {weekday} .
            {per1.last} , the {num 19 36}-year-old [left-hander|sprinter|prop] , was [timed at {dec 9 48}
              seconds|unbeaten on {num 30 150}] .
            Fans of {club1} threw flares at the {club2.short} bus on {street1} .
            {federation1} will decide in {month} whether {city1} or {city2} [hosts|stages] the {event1} .
            Attendance : {num 4000 60000}
            Leading scorers : {num 8 15} - {per1.last} ( {club1} ) , {num 4 7} - {per2.last} ( {club2} ) .
            Summer in {city1} is no friend to [marathon runners|oarsmen] , as {per1} learned .
            It was {city1} 's [first|only] home defeat since {month} .
            A* {country1.adj} [crew|pair|quartet] led by {per1} won the {event1} on the {river1} .
            " I told {per1.last} to shoot , " [said|joked] {club1} manager {per2} .
            {city1.team} sacked {per1} [hours|two days] after losing to {club1} .
            {per1} , born in {city1} , [swims|wrestles|skis] for {country1} .
            {club1} 's [chairman|owner] , {per1} , also runs {company1} .
            The referee , {per1} of {country1} , [sent off|booked] {per2.last} .
            {per1} [cleared|threw] {dec 2 80} metres to [take gold|win] at the {event1} in {city1} .
            Rain stopped play at {venue1} with {city1.team} on {num 80 300} for {num 2 9} .
            {per1} will miss {club1} 's trip to {city2} [through injury|after being booked] .
            {city1.team} were [lucky|glad] to [draw|escape] with {city2.team} , who [hit the post twice|missed a
              penalty] .
            {per1} [left|quit] {city1.team} [for|to join] {city2.team} [last {month}|in a huff] .
            With {per1} [injured|suspended] , {city1.team} [lost|drew] {score} [at|to] {town1.team} .
            {club1} [sold|lent] their {country1.adj} [striker|keeper] , {per1} , to {city1.team} for {num 2 20}
              million .
            {country1} [drew with|thrashed] {country2} {score} in [{city1}|the rain] , with {per1} [scoring|saving]
              late on .
            {city1.team} against {city2.team} is [a match|the tie] that nobody wants to miss .
            {country1} 's {per1} [dropped|lost] the first set but [beat|overcame] {per2} .
            After a week at {venue1} , {per1} [rides|runs] in the {event1} [tomorrow|on {weekday}] .
            The {city1} crowd [booed|clapped] {per1.last} , who once [boxed|fenced] for {country1} .
            {city1.team} 's [trip|visit] to {club1} [was called off|ended in tears] .
            The {city1.team} [dressing room|goalmouth|supporters] [fell silent|erupted] when {per1} [limped
              away|equalised] .
            {town1.team} , [amateurs|students] for the most part , [frustrated|humbled] {club1} .
            [Bronze|Second place] went to {per1} of {country1} , a [second|metre] behind {per2} ( {country2} ) .
            """)
}
