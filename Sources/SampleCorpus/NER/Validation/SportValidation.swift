extension NERDomain {
    static let sportValidation = NERDomain(
        name: "sport",
        frames: """
            ^ {pick handball;cricket;water polo} : {city1.team} too strong for {city2.team}
            ^ {per1.last} back from injury to save {club1}
            ^ {country1} name squad for {event1}
            # {city1.team} {num 0 4} - {city2.team} {num 0 4}
            # {num 1 9} , {per1} , {country1} , {num 200 290} points
            # {club1} v {town1.team}
            # {per1} bt {per2} 7-5 6-{num 0 4}
            With a minute left {per1} curled a free kick past the {city1.team} wall , and {club1} were through .
            {city1.team} will be glad to see the back of {per1} , whose {num 3 9} goals for {city2.team} sank them .
            Nothing went right for {country1} : {per1} limped off , {per2} was dismissed and the lights failed .
            {per1} , fined by {federation1} for a gesture at {venue1} , will not appeal .
            The organisers of the {event1} confirmed that {city1} had withdrawn its bid , leaving only {city2} .
            Once of {club1} , {per1} now keeps wicket for {club2} .
            {country1.people} filled one end of {venue1} and sang until {per1} hobbled out to wave .
            {club1} have turned down an offer of {num 2 30} million from {club2} for their {country1.adj} winger ,
              {per1} .
            Stone dead , said the {club1} physio of his side 's chances in the {event1} .
            Victory put {city1.team} level with {club1} , and {per1} hugged everyone within reach .
            {per1} skated last and , with the {city1} crowd on its feet , took silver behind {per2} of {country1} .
            If {country1} lose to {country2} , {per1.last} is expected to go .
            {federation1.bare} doctors cleared {per1} to ride in the {event1} despite the fall in {city1} .
            <ORG:Reading> lost again , and so did {city1.team} .
            {per1} ducked , countered and floored the {country1.adj} in the {pick third;fifth;ninth} .
            It took {club1} extra time to get rid of {town1.team} , part-timers who train in a car park in {street1} .
            """)
}
