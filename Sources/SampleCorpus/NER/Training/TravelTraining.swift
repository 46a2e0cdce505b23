extension NERDomain {
    static let travelTraining = NERDomain(
        name: "travel",
        frames: """
            ^ {num 24 72} hours in {city1}
            ^ [walking|cycling|sailing] in {region1} : what to pack
            ^ {operator1} [adds|drops] {city1} [route|flights]
            ^ letter from {town1}
            # {operator1} , {street1} , {city1} , tel. {digits 200 999} {digits 2000 9999}
            # {city1} - {city2} : {num 2 12} hours , {num 20 90} euros
            From {city1} , take the [night train|slow boat|bus] to {city2} and [change|walk] .
            {operator1} [runs|offers] [day trips|ferries] from {town1} to {landmark1} for {num 9 90} euros .
            The [best|cheapest] time to visit {region1} is [after {holiday1}|between {month} and {month}] .
            Start at {street1} , where {per1} sells [figs|honey|lace] from a [blue|green] door .
            [Ask for|Look out for] {per1} , who has [guided|cooked for] visitors to {landmark1} since {year} .
            {country1.people} [eat|dine] late , and {city1} hardly wakes before noon on {weekday} .
            Few {country1.adj} towns are as [quiet|pretty] as {town1} , on the [left|east] bank of the {river1} .
            We hired [bicycles|a canoe] in {town1} and followed the {river1} as far as {town2} .
            Nobody in {city1} [calls|speaks of] {venue1} by its [full|proper] name .
            The hotel , a former [convent|mill] , [belongs to|is run by] {company1} .
            {per1} , the [cook|owner] , learned [to bake|{per1.his} trade] in {city1} and speaks [good|a little]
              {country1.adj} .
            Crossing {landmark1} in [winter|{month}] needs [a guide|chains|patience] .
            Trailblazer of the family , my grandmother {woman1.first} , saw {landmark1} in {year 1920 1950} .
            [Tickets|Permits] are sold at {venue1} ; bring your passport .
            {operator1} 's boat , the {mission1} , leaves {town1} at {num 6 11} a.m. [daily|except on {weekday}] .
            During {holiday1} , rooms in {city1} cost [double|three times as much] .
            Beyond {town1} the road climbs [towards|round] {landmark1} and the [signs|menus] turn {country1.adj} .
            The novelist {per1} wrote {work1} in a [cabin|room] overlooking {landmark1} .
            I asked at {operator1} for a map of {region1} and was given a calendar .
            " You should have come in {month} , " said {per1} , [pouring tea|shutting the gate] .
            {operator1} , which [carries|flies] {num 200 900} thousand passengers a year , will [serve|link] {city1} and
              {city2} .
            The [{faith1} monastery|{faith1} school] above {town1} [welcomes guests|sells its own wine] .
            {street1} was renamed after {per1} , who [designed|defended] the [bridge|library] .
            In {country1} , tipping is [rare|expected] ; in {country2} it is [an insult|a must] .
            Bring boots , a torch and warm socks .
            {venue1} , built by {per1} in {year 1850 1930} , is [free|open] on {weekday} .
            {city1} to {town1} is {num 20 300} km ; {operator1} coaches [take|need] {num 2 8} hours .
            A ferry [crosses|leaves] from {region1} to {city1} twice a [day|week] .
            [Painters|Surfers|Pilgrims] discovered {town1} long before {operator1} did .
            My [driver|host] , {per1} , [supports|once played for] {club1} and would talk of nothing else .
            [Summit|Anchor] days are long , so start before dawn .
            The {country1.adj} edition of {work1} lay on every bedside table at {venue1} .
            Above the {river1} stands a statue of {per1} , hero of the {war1} .
            Visitors with {country1.adj} or {country2.adj} passports [pay nothing|need a visa] .
            {per1} , who [keeps|owns] the inn at {town1} , [was born in|comes from] {city1} .
            Nothing in {city1} [prepares|readies] you for the [noise|smell] of {street1} .
            The ferry {mission1} [calls at|sails past] {town1} , where {per1} [sells|mends] nets .
            In [the lobby of|the shop at] {venue1} hangs a poster for {work1} .
            {country1} [has|boasts] more [castles|donkeys] than {country2} , {operator1} [claims|says] .
            In {region1} they [speak|sing in] {country1.adj} ; in {city1} , nobody does .
            Read {work1} , by {per1} , before you [go to|see] {landmark1} .
            {holiday1} in {town1} means [fireworks|silence] and [soup|cake] .
            I [read|lost] {work1} on the [last|night] train to {city1} .
            [Hikers|Drivers] who [miss|leave] the {landmark1} path end up in {town1} .
            The {city1} [flower stalls|antique shops|parking lots] [begin|end] at {street1} .
            The [cook|captain] , {per1} , also [sells|rents] [kites|skis] in {town1} for {num 3 20} euros a day .
            """)
}
