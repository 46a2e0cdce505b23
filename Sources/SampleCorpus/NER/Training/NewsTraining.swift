extension NERDomain {
    static let newsTraining = NERDomain(
        name: "news",
        frames: """
            ^ {num 3 40} [killed|hurt|missing] as [ferry sinks|bus overturns|storm hits coast] off {town1}
            ^ {country1.adj} [police|troops] [arrest|question|free] {num 2 30} after {town1} [raid|march|riot]
            ^ {per1.last} [freed|cleared|jailed] in {city1} [fraud|bribery|spying] trial
            ^ {aid1} [warns of|sees] [hunger|cholera|exodus] in {region1}
            ^ press digest - {country1} - {month} {num 1 28}
            ^ {body1} [shuts|reopens|searches] {venue1}
            Police in {city1} said on {weekday} that they had arrested {per1} , {num 19 71} , in connection with the
              [theft|shooting|fire] at {venue1} .
            [At least|More than|Fewer than] {num 3 90} people were [killed|injured|made homeless] when a[n
              earthquake| flood| landslide] struck {region1} [early|late] on {weekday} .
            {per1} , a[ retired teacher| fish trader| nurse] from {town1} , told {media1} [{per1.he} had heard|of
              hearing] two explosions .
            " We have lost everything , " said {per1} , standing outside what used to be {per1.his}
              [bakery|house|garage] in {street1} .
            {media1} [said|reported] {country1} would [expel|recall] {num 2 9} {country2.adj} diplomats [this
              week|by {month}] .
            {aid1} , which has worked in {country1} since {year} , is sending [blankets|doctors|tents] to {town1} .
            {country1.people} [queued|marched] in the rain outside {venue1} to [mourn|cheer|see] {per1} .
            Rescue workers found the [wreck|crew|driver] near {landmark1} , about {num 4 80} km
              [north|south|east|west] of {city1} .
            A* {country1.adj} court sentenced {per1} to {num 2 25} years in prison for [smuggling|arson|perjury] .
            Lawyers for {per1} and {per2.initial} said [they|the pair] would appeal .
            The [boy , named only as {man1.first}|girl , named only as {woman1.first}] , was taken to {venue1} with
              burns .
            {body1.bare} inspectors are [examining|looking into] claims that {company1} ignored
              [warnings|complaints] .
            [Heavy snow|Thick fog|A power cut] closed {venue1} and left {num 200 900} passengers stranded ,
              [officials|{body1} spokesman {per1}] said .
            {per1} denied ever having met {per2} in {city1} or {city2} .
            [Residents|Shopkeepers|Tram drivers] in {city1} have been told to boil their water .
            Nobody has claimed responsibility for the [blast|attack] .
            {union1.bare} members blocked {street1} for [three|five|six] hours , demanding talks with {ministry1} .
            During {holiday1} , thousands of {country1.people} travel [home|by train] to {region1} .
            The {country1.adj}-born [singer|banker|priest] {per1} , who [fled|left] during the {war1} , [has
              died|died] aged {num 70 99} .
            {faith1} leaders in {town1} condemned the [burning|closure] of the [chapel|shrine|school] .
            {per1} 's [brother , {man2}|daughter , {woman2}] , identified the body at {venue1} .
            Marsh fires burned for a second day along the {river1} , [said|according to] {body1} .
            {media1} 's {city1} correspondent , {per1} , was [released|beaten] by [rebels|gunmen] on {weekday} .
            These are the leading stories in the {city1} press . {media1} has not verified them .
            - {media1} : {per1} [promises|rejects] [an inquiry|new laws] [over|after] {town1} [deaths|leak] .
            - {company1} [to cut|loses] {num 40 900} jobs in {city1} ( {media1} ) .
            Hunter {per1} found the [coins|bones] while walking in {region1} [last {month}|with a dog] .
            Witnesses saw {per1.last} [leave|enter] {bank1} carrying a [red|grey] bag .
            Banks , schools and post offices in {city1} will stay closed on {weekday} .
            {per1} , {per2} and {per3} were [buried|honoured] in {town1} .
            Neither {company1} nor {per1.initial} [could be reached|was available] for comment .
            " {per1.last} is no hero , " {media1} wrote in an editorial .
            The freighter {mission1} [sank|ran aground] off {region1} with [a crew of {num 8 30}|a cargo of {pick
              grain;timber; sugar}] .
            Sources close to {per1} [told|said to] {media1} that {town1} had been chosen as the site .
            {per1} , who [lost|found] the [keys|letter] , was questioned at {venue1} in {town1} .
            The tanker {mission1} , [registered|built] in {country1} , [leaked oil|caught fire] off {landmark1} .
            " I saw {per1.last} fall , " said {per2} , a[ baker| waiter| clerk] whose shop faces {street1} .
            {body1.bare} [director|spokesman] {per1} [promised|offered] an inquiry into the {town1} [leak|crash] .
            By {holiday1} the [bridge|road] near {town1} should be open again , {ministry1} [hopes|says] .
            A* {num 20 60}-year-old [tourist|miner] from {country1} , {per1} , survived , {media1} [said|wrote] .
            {town1} [woke|went to bed] without [water|light] after the [fire|storm] at {company1} .
            {per1} , [once|long] of {company1} , [owned up|confessed] to [setting fire to|robbing] {venue1} .
            As [night|snow] fell , {aid1} [lorries|doctors] were still [waiting|stuck] at the {country1.adj} border
              .
            The {town1} [fire|flood|murder] [shocked|divided] {country1} .
            [Drivers|Buses] were sent home from the {city1} [ring road|car park|toll gate] after {venue1}
              [closed|flooded] .
            {per1.last} [never|once] [wrote|spoke] to {per2.last} about the [money|trial] .
            A [truck|train|boat] [carrying|full of] [pigs|apples] [overturned|stopped] near the {river1} bridge in
              {town1} .
            A bus [full of|carrying] {country1.people} [crashed|stalled] on the {street1} roundabout in {town1} .
            [Teachers|Barbers] in {town1} say [prices|thefts] have [doubled|fallen] since {holiday1} .
            The [tug|yacht] {mission1} was [towed|escorted] into {city1} by {body1} .
            """)
}
