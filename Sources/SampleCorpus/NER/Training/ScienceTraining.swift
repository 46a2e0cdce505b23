extension NERDomain {
    static let scienceTraining = NERDomain(
        name: "science",
        frames: """
            ^ {institute1} finds [new frog|oldest fossil|lost crater] in {region1}
            ^ {prize1} goes to {country1.adj} [chemist|physicist]
            ^ {mission1} probe [lifts off|falls silent|sends pictures]
            ^ study links [salt|noise|sugar] to [deafness|gout] - {journal1}
            Researchers at {university1} have [found|identified] a [gene|protein|mould] that [slows|triggers] ageing in
              [mice| flies|yeast] .
            The [findings|results] , published in {journal1} , [surprised|delighted] {per1} of {institute1} .
            {per1} , [an astronomer|a geologist|a chemist] at {university1} , [led|designed] the [survey|experiment] .
            {institute1} launched the {mission1} [balloon|probe|buoy] from {town1} on {weekday} .
            The {mission1} spacecraft will reach <LOC:Venus> in {month} , [said|according to] {institute1} .
            " Nobody expected ice there , " said {per1} , who [mapped|photographed] the crater with {per2} .
            The [moth|orchid|beetle] was last seen in {region1} in {year 1870 1950} .
            {per1} shared the {prize1} with {per2} of {country1} for work on [enzymes|glaciers|magnetism] .
            A team from {country1} and {country2} drilled {num 40 900} metres below {landmark1} .
            {country1.adj} [doctors|surgeons] in {city1} have transplanted [a larynx|a cornea] grown in the laboratory .
            The [telescope|seismograph] was paid for by {company1} and {institute1} .
            {per1} 's theory , [first set out|published] in {journal1} , has [few|many] critics .
            Volunteers took the drug , made by {company1} , for {num 3 30} weeks .
            Radiocarbon dates from {town1} [suggest|show] that farmers reached {region1} [earlier|later] than thought .
            {university1} has [named|appointed] {per1} professor of [botany|optics|hydrology] .
            Cells from {num 8 90} patients were frozen at {venue1} .
            Cosmos flowers opened {num 2 12} days early , a gardener at {university1} noted .
            Field notes kept by {per1.initial} in {country1} are now in {institute1} .
            {ministry1} will fund [a wind tunnel|a reactor|a herbarium] at {university1} .
            {per1} and {per2} [measured|sampled] the {river1} at {town1} every hour for a [week|month] .
            Warming of the water in {landmark1} threatens [cod|krill|eels] , {institute1} warned .
            The {product1} [microscope|scanner] , [built|sold] by {company1} , can see single atoms .
            An earthquake of magnitude {dec 3 6} shook {region1} , {institute1} [said|reported] .
            {country1} 's {institute1.bare} and {university1} dispute who [saw|named] the comet first .
            <MISC:Comet {per1.last}> will be visible from {country1} until {month} .
            {per1} [writes|argues] in {journal1} that cave dwellers [ate|traded] shellfish .
            The fossils , nicknamed " <PER:{pick Rosa;Old Tom;Little Bell}> " , were [dug up|bought] in {country1} .
            [Statistics|Mathematics] was the subject that {per1.last} [feared|loved] at school .
            Trials of the vaccine in {country1} were [halted|extended] by {body1} .
            A spokesman for {university1} said the grant from {aid1} had been returned .
            Bats , owls and moths share the cave , which {per1} has studied since {year} .
            {per1} will [head|join] {institute1} in {city1} .
            {mission1} 's camera [froze|failed] on day {num 9 90} , and engineers in {city1} could not revive it .
            [Hunters|Divers] off {region1} [saw|filmed] the whale that {per1} had tagged near {landmark1} .
            A paper by {per1.initial} , {per2.initial} and {per3.initial} has been withdrawn from {journal1} .
            {per1} , who [won|declined] the {prize1} , [taught|studied] at {university1} .
            The ship {mission1} [towed|carried] a [sonar|sledge] built at {university1} to {landmark1} .
            The [law|effect|unit] called after {per1} is [taught|tested] at every school in {country1} .
            Aboard the {mission1} , {institute1.bare} [divers|engineers] [tested|repaired] the {product1} .
            According to {journal1} , {per1} [never saw|invented] the [cells|data] .
            {university1.bare} [physicist|zoologist] {per1} [saw|heard] the [bird|signal] near {town1} .
            [Maps|Photographs] from the {mission1} satellite show [fires|floods] in {region1} .
            The {country1.adj} [satellite|telescope] {mission1} [failed|broke up] over {region1} .
            {per1} 's [notes|figures] were [printed|doubted] in {journal1} .
            {per1} , [once a monk|a former pilot] , [saw|drew] the comet before {institute1} did .
            [Rainfall|Snow] at {town1} [halved|doubled] in {num 20 90} years , [noted|argued] {per1} in {journal1} .
            """)
}
