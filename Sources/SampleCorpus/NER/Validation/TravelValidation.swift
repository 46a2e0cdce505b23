extension NERDomain {
    static let travelValidation = NERDomain(
        name: "travel",
        frames: """
            ^ {region1} on foot and on a shoestring
            ^ where to eat in {city1}
            ^ {operator1} strands hundreds in {city1}
            # {venue1} , {city1} : daily , {num 8 10} to {num 4 6}
            # {operator1} : {town1} to {town2} , {num 10 90} crowns
            If you only see one thing in {city1} , make it the fish market behind {street1} .
            The slow train to {town1} hugs the {river1} so closely that {country1.people} fish from its windows .
            Rooms above {venue1} are plain , but {woman1} , the landlady , throws in breakfast and gossip .
            No bus has gone to {town1} since {operator1} lost the contract .
            Splendid views of {landmark1} reward those who climb the tower at {venue1} .
            {work1} , which {per1} finished here in {year 1890 1960} , still sells well in the bookshops of {street1} .
            Half the waiters in {city1} seem to come from {town1} , and the other half claim they do .
            Reading on the beach is about as much as anyone does in {region1} in {month} .
            For {num 20 90} crowns {operator1} will row you across to {town1} and tell you lies about {per1} , the
              pirate .
            They celebrate {holiday1} twice in {town1} , thanks to a quarrel between its {faith1} and {faith2} bakers .
            " Nice is not the word , " muttered {per1} as we left {city1} in a hailstorm .
            Pack light : the {operator1} steamer {mission1} has nowhere to put a suitcase .
            {per1} swapped a desk at {company1} in {city1} for a vineyard in {region1} .
            South of {landmark1} , where {country1} narrows , you can breakfast by one ocean and dine by another .
            My phrase book offered no {country1.adj} for " leeches " .
            Take the {country1.adj} guide with a pinch of salt ; it puts {town1} on the wrong side of {landmark1} .
            {club1} shirts hang in every window of {town1} , where {per1} grew up .
            """)
}
