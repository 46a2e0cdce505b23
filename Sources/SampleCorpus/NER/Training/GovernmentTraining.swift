extension NERDomain {
    static let governmentTraining = NERDomain(
        name: "government",
        frames: """
            ^ {parliament1} [passes|rejects|delays] {law1}
            ^ {country1} 's {per1.last} [quits|reshuffles cabinet|wins vote]
            ^ {country1} , {country2} [sign|near] [fishing|border|gas] pact
            ^ {party1} [picks|drops] {per1.last} as leader
            ^ {ministry1} [denies|admits] [leak|error]
            {parliament1} voted {num 60 300} to {num 20 59} on {weekday} to [adopt|throw out] the {law1} .
            Prime Minister {per1} [flew|travelled] to {city1} for talks with {country1.adj} President {per2} .
            {per1} , leader of {party1} , [accused|thanked] {ministry1} [of wasting money|for its patience] .
            The {law1} would [force|allow] [landlords|employers] to [publish|lower] their [accounts|rents] .
            {country1} 's foreign minister , {per1} , [arrives in|leaves] {city1} on {weekday} .
            {body1} [fined|warned] {company1} [{num 20 900} million|over pollution in the {river1}] .
            [Opposition|Ruling] {party1.bare} deputies walked out of {parliament1} in protest .
            {per1} , the [mayor|governor] of {city1} , wants to [move|rebuild] {venue1} .
            {ministry1} [said|announced] it would close {num 3 40} [courts|consulates|schools] in {region1} .
            " {per1.last} must resign , " [shouted|said] a* {party1.bare} deputy from {region1} .
            {country1} and {country2} [reopened|closed] their border near {town1} .
            The {ideology1} [candidate|deputy] for {town1} , {per1} , won {num 20 70} percent of the vote .
            The judge , {per1.initial} , ruled that {body1} had [broken|ignored] the {law1} .
            {union1} [backs|opposes] the {law1} , which [takes effect|expires] in {month} .
            Ambassador {per1} handed a note to the {country1.adj} government on {weekday} .
            An envoy from {city1} will [attend|boycott] the [summit|hearing] .
            Unity among the [ministers|rebels] lasted until {weekday} .
            {parliament1.bare} speaker {per1} [adjourned|cancelled] the [debate|session] .
            {per1} was [sworn in|named] as {country1} 's ambassador to {country2} .
            {city1} has [criticised|welcomed] {city2} 's decision to lift the embargo .
            The {country1.adj} army [withdrew|moved {num 200 900} troops] from {region1} .
            {party1} and {party2} [formed|ended] a coalition [in {month}|after {num 3 20} hours of talks] .
            Under the {law1} , signed in {city1} in {year 1950 1999} , {country1} may [fish|mine] off {region1} .
            {media1} [published|obtained] letters in which {per1} [praised|mocked] {ministry1} .
            Chancellor {per1} [promised|refused] to [pay for|repair] the {town1} [dam|tunnel] .
            {per1.initial} [chairs|sits on] the committee that oversees {body1} .
            {ministry1.bare} officials met {union1} in {venue1} .
            Bishop {per1} [blessed|criticised] the new barracks .
            [Polls|Polling stations] in {country1} [open|close] at {num 6 9} a.m. on {weekday} .
            Former {country1.adj} president {per1} is on trial in {city1} for [treason|embezzlement] .
            It is the third time that {parliament1} has debated the {law1} .
            {company1} paid for {per1.last} 's [holiday|campaign] , {party1} [said|alleged] .
            The secretary of state had no comment .
            A delegation of {country1.people} led by {per1} visited {ministry1} .
            {city1} 's line is that {country1.adj} [ships|planes] entered its waters [first|by mistake] .
            The {prize1} was awarded to {per1} for [brokering|drafting] the {law1} .
            {per1} , who [led|left] {party1} , [joined|rejected] {party2} [in {month}|on {weekday}] .
            {per1} and {per2} [want|hope] to lead {party1} .
            {city1} [insists|says] that {city2} [broke|signed] the {law1} .
            {ministry1.bare} [secretary|adviser] {per1} [leaked|lost] the [papers|draft] to {media1} .
            A* {party1.bare} [motion|plan] to [scrap|amend] the {law1} [failed|passed] in {parliament1} .
            {country1} 's {ideology1} [premier|opposition] [met|snubbed] {per1} of {country2} .
            A former {ideology1} , {per1} [lost|won] {town1} to {per2} of {party1} .
            Neither {city1} nor {city2} [accepts|recognises] the {country1.adj} [claim|map] .
            The {town1} [jail|bridge|tunnel] is {ministry1} 's [job|headache] , said {per1.last} .
            {per1} [beat|defeated] {per2} of {party1} in {region1} .
            {per1} [replaced|succeeded] {per2} at {ministry1} .
            {parliament1} [asked|wants to know] [how|why] {body1} [lost|bought] the [files|land] .
            {party1} and {party2} [broke off|resumed] coalition talks in {city1} .
            """)
}
