/// Articles about bridges, towns, lighthouses and railways, for training.
extension QASchema {
    static let bridgeTraining = QASchema(
        name: "bridge",
        frames: """
            = {town1} Bridge
            --
            The {town1} Bridge [crosses|spans] the {river1} [at {town1}|just below {town1}] and [joins|links] the
              [old quarter|harbour side] with <l.far:{town2}>.
            ~ [It was designed by the engineer|Its designer was] <p.designer:{per1}>, who had [beaten|been preferred
              to] {per2} in a competition held in <d.contest:{y1=year 1860 1915}>.
            ~ [Work began|The first stone was laid] in <d.begin:{y2=after y1 1 3}> and [lasted|went on for]
              <n.years:{n9=words 3 9} years>, [twice as long as|far longer than] {per1.last} had promised.
            ~ The [main|central] span [measures|is] <n.span:{n1=num 90 400} metres> and [rests on|is carried by]
              piers of <x.material:{pick grey granite;red sandstone;cast iron;reinforced concrete;blue brick}>.
            ~ [Building it cost|The bill came to] <n.cost:{num 200 900},000 crowns>, [much of it|most of it] [raised
              by|paid out of] <x.funds:{pick a tax on salt;a public lottery;a levy on beer;the sale of church land;a
              toll on ferries}>.
            It was [opened to traffic|opened] on <d.open:{!y9=sum y2 n9}{d1=date y9}> by <p.opener:{per3}>, then the
              [mayor|governor].
            ? l.far: Which place does the bridge connect to {town1}'s side of the water? | The bridge gives {town1}
              a link with which other settlement? | Where do you arrive after crossing from {town1}? | On the other
              bank, which place does one reach?
            ? p.designer: Who drew up the plans for the {town1} Bridge? | Which engineer was the bridge the work of?
              | Whose design for the crossing was chosen? | Who was the creator of the bridge's design?
            ? d.contest: In what year did engineers compete for the job? | When was a competition for the design
              held? | Which year saw the contest between engineers?
            ? d.begin: When did construction of the {town1} Bridge start? | In which year was building work on the
              crossing started? | Since when had masons been at work on the bridge?
            ? n.years: How long did it take to build the bridge? | For what length of time did construction
              continue? | How much time passed in building?
            ? n.span: How long is the longest part of the {town1} Bridge? | What is the length of the bridge's
              middle section? | What width of water does the largest span cover?
            ? x.material: What are the supports of the bridge made of? | Out of which material were the piers built?
              | What material carries the central part of the {town1} Bridge?
            ? n.cost: How much money was spent on the {town1} Bridge? | What was the price of the bridge? | How
              expensive was the crossing?
            ? x.funds: How was the money for the bridge found? | What was the main source of the funds? | From what
              was a large part of the cost met?
            ? d.open: On what date could people first use the bridge? | When was the {town1} Bridge inaugurated? |
              From what day did the bridge carry traffic?
            ? p.opener: Who performed the opening ceremony? | Which official inaugurated the crossing? | Who was the
              dignitary at the inauguration?
            --
            In <d.flood:{y3=year 1930 1960}> [a flood|floodwater] [tore away|damaged] {words 2 4} piers of the
              {town1} Bridge, and for <n.shut:{n2=num 8 40} weeks> nobody could [cross|use] it.
            ~ A temporary <x.ferry:{pick chain ferry;rope walkway;pontoon of oil drums;cable car}> [took its
              place|carried people over] until the repairs, [led|supervised] by <p.repair:{per4}>, were finished.
            ~ {per5}, [a local councillor|the town clerk], [had warned|warned] of the danger as early as
              <d.warn:{year 1920 1929}>, but [the council took no notice|nobody listened].
            ~ [Today|Nowadays] about <n.cars:{n3=num 4000 29000 500}> vehicles [use|pass over] the bridge [every
              day|daily], [against|compared with] {num 900 3000 100} in the year after the flood.
            ~ [Since|From] {y4=year 1975 1999} lorries [heavier than|of more than] <n.limit:{words 5 20} tonnes>
              have had to take the [newer tunnel|motorway] at <l.tunnel:{town3}>.
            ~ The [railings|handrails], once painted <x.paint:{pick sea green;dark red;yellow and black;pale blue}>,
              were melted down in {year 1961 1969} and replaced [with|by] {pick wire netting;plain steel bars;wooden
              boards}.
            A [plaque|statue] [beside|near] the [eastern|western] tower [remembers|honours] <p.plaque:{per6}>, who
              [drowned| died] there while [saving|rescuing] a child.
            ? d.flood: When did high water harm the {town1} Bridge? | In what year was the bridge put out of use by
              a flood? | Which year brought the disaster at the {town1} Bridge?
            ? n.shut: For how long was the bridge closed? | How long did people have to do without the bridge? |
              What length of time was the crossing out of use?
            ? x.ferry: What did people use to get across while the bridge was shut? | What replaced the bridge for a
              time? | By what makeshift means was the river crossed?
            ? p.repair: Who was in charge of mending the bridge? | Under whose direction was the damage put right? |
              Whose job was it to oversee the repairs?
            ? d.warn: In which year was the town first told of the risk? | When had the danger been pointed out? |
              When did the first alarm about the bridge go unheeded?
            ? n.cars: How many vehicles cross each day now? | What is today's daily traffic on the {town1} Bridge? |
              How busy is the bridge today, in vehicles a day?
            ? n.limit: What is the greatest weight allowed on the bridge? | Above what weight must lorries go
              another way? | What weight must a lorry not exceed?
            ? l.tunnel: Where do heavy lorries have to cross instead? | In which place is the alternative route for
              lorries? | To which place are heavy goods vehicles sent?
            ? x.paint: In which colour were the old railings? | What did the handrails look like at first? | Of what
              colour were the bars that went to the furnace?
            ? p.plaque: Who lost their life helping a child? | To whose memory is there a monument at the bridge? |
              Which rescuer is commemorated near the tower?
            """)

    static let townTraining = QASchema(
        name: "town",
        frames: """
            = {town1}
            --
            {town1} is a [market town|small port] in [the province of |]<l.region:{region1}>, [about|some]
              <n.distance:{num 12 90} kilometres> from {city1}.
            ~ [Its first|The earliest] charter was [granted|given] in <d.charter:{y1=year 1210 1490}> by
              <p.charter:Duke {man1.first} the {pick Bold;Lame;Younger;Silent}>, [who wanted|in return for]
              <x.why:{pick a safe harbour for his fleet;a place to tax the wool trade;soldiers for his border wars;a
              winter hunting lodge}>.
            ~ [A great fire|Fire] [destroyed|burnt down] [most of the town|the whole centre] in <d.fire:{y2=year
              1610 1790}>, and it was rebuilt to a plan by the architect <p.architect:{per2}>.
            ~ The [population|number of inhabitants] [reached|peaked at] <n.peak:{num 21000 58000 100}> in {y3=year
              1900 1930}; [today it is|it has since fallen to] {num 9000 19000 100}.
            ~ [For centuries|Until the last century] people [lived by|made their living from] <x.trade:{pick weaving
              sailcloth;smoking herring;quarrying slate;growing hops;making clay pipes}>, but the [last workshop|last
              firm] closed in <d.close:{year 1950 1985}>.
            {town1} is twinned with <l.twin:{town2}>, while {town3} [broke off|ended] a similar
              [arrangement|friendship].
            ? l.region: In which area does {town1} lie? | What region is the town part of? | To which area does the
              place belong?
            ? n.distance: How far is it from {town1} to {city1}? | What distance separates the town from {city1}? |
              How many kilometres lie between {town1} and {city1}?
            ? d.charter: In what year was {town1} given its rights as a town? | When did the town get its charter? |
              What is the date of the town's oldest charter?
            ? p.charter: Which ruler gave {town1} its charter? | From whom did the town receive its first rights? |
              Who granted the privileges of {town1}?
            ? x.why: What was the ruler hoping to gain? | What did the duke want from {town1}? | For what purpose
              was the charter given?
            ? d.fire: When did {town1} burn? | In which year was the town lost to the flames? | Which year was fatal
              for the old buildings of {town1}?
            ? p.architect: Who planned the new town? | Which architect laid out {town1} again? | To whose design was
              {town1} put up again?
            ? n.peak: What was the largest number of people ever to live in {town1}? | How many inhabitants did the
              town have at its height? | What was {town1}'s highest population?
            ? x.trade: What was the traditional occupation in {town1}? | What work supported the townspeople in the
              past? | How did the people of {town1} once earn their keep?
            ? d.close: When did the old industry come to an end? | In what year did the final business of the kind
              shut down? | Until what year did the traditional trade survive?
            ? l.twin: Which town is {town1} partnered with at present? | What is the name of {town1}'s twin town? |
              With which other place does {town1} still keep up a friendship?
            --
            The [town hall|old granary] of {town1}, [finished|completed] in <d.hall:{y4=year 1780 1890}>, is [best
              known| famous] for <x.famous:{pick a clock that runs backwards;its tower without a door;a staircase of
              whale bone;its painted ceiling;a bell cast from cannon}>.
            ~ [It was built for|Its builder worked for] the [merchant|brewer] <p.merchant:{per3}>, whose
              [rival|brother], {per4}, [put up|paid for] the church [opposite|next door] {words 2 9} years later.
            ~ [Inside|In the cellar] there is a [library|collection] of <n.books:{num 2000 19000 100}>
              [books|manuscripts], [among them|including] {num 20 90} written before the charter.
            ~ A weekly market is held in <l.market:{street1}>, and [every autumn|each spring] a horse fair fills
              {street2}.
            ~ [Schoolchildren|Pupils] in {town1} learn the story of <p.heroine:{per5}>, who in <d.siege:{year 1640
              1700}> [saved|rescued] the town from a siege by <x.trick:{pick beating drums all night;flooding the
              meadows;sending out bread to the enemy;lighting fires on the hills}>.
            The present mayor, <p.mayor:{per6}>, was elected with <n.votes:{num 1100 4900}> votes.
            ? d.hall: When was the building finished? | In what year was construction of the landmark completed? |
              From which year does the completed building date?
            ? x.famous: What makes the old building in {town1} well known? | For what is the building celebrated? |
              Which curiosity brings fame to the building?
            ? p.merchant: Who commissioned the building? | For whom was it put up? | Which trader had the building
              erected?
            ? n.books: How large is the collection? | How many volumes does the building hold in total? | What is
              the total number of volumes kept there?
            ? l.market: Where do the weekly traders set up? | In which street or square can you go to market every
              week? | What is the site of the weekly market?
            ? p.heroine: Who rescued {town1} from its enemies? | Whose deed is told to the town's children? | Which
              person is remembered for ending the siege?
            ? d.siege: In what year was {town1} surrounded by an enemy? | When did the siege take place? | Which
              year did the enemy camp outside {town1}?
            ? x.trick: How was the siege brought to an end? | What was done to save the town? | By which ruse was
              the enemy got rid of?
            ? p.mayor: Who is mayor of {town1} now? | Which politician leads the town today? | Who holds the office
              of mayor?
            ? n.votes: How many people voted for the mayor? | What number of ballots did the winner receive? | With
              how much support did the mayor come to office?
            """)

    static let lighthouseTraining = QASchema(
        name: "lighthouse",
        frames: """
            = {town1} Lighthouse
            --
            {town1} Lighthouse [stands|was built] on a [reef|headland] [off|near] <l.where:{town2}>, [where|at a
              place where] <n.wrecks:{num 14 70} ships> had been lost [by {y0=year 1800 1830}|before {y0=year 1800
              1830}].
            ~ [It was lit|Its lamp was lit] for the first time on <d.lit:{d1=date 1835 1890}>, [almost a
              year|several months] after the tower itself was finished.
            ~ The [builder|engineer], <p.builder:{per1}>, [modelled|based] it on <x.model:{pick the trunk of an
              oak;a chess piece;a windmill on the shore;the leg of a heron}>, [though|while] his [assistant|partner]
              {per2} [would have preferred|argued for] an iron frame.
            ~ The tower is <n.height:{n1=num 22 58} metres> high, and [visitors climb|there are] <n.steps:{n2=num
              120 340}> steps to the [top|lantern].
            ~ On a clear night the beam can be seen from <n.range:{num 15 39} kilometres> away, [even from|and
              sometimes from] <l.seen:{town3}>.
            The first keeper, <p.keeper:{per3}>, [stayed|served] for {num 20 39} years and [kept|left] a diary about
              <x.diary:{pick sea birds;the weather;his quarrels with the cook;passing steamers}>.
            ? l.where: Near which place is the lighthouse? | {town1} Lighthouse is close to what settlement? | Off
              what place was the tower put up?
            ? n.wrecks: How many vessels had gone down there? | What number of ships were wrecked before the light
              was built? | How many ships came to grief at the spot?
            ? d.lit: When did the light first shine? | On what date did {town1} Lighthouse go into service? | On
              which day was the lamp switched on or kindled at the very start?
            ? p.builder: Who constructed {town1} Lighthouse? | Which engineer was responsible for the tower? | Whose
              work is the lighthouse?
            ? x.model: What was the shape of the tower inspired by? | After what was the lighthouse modelled? | What
              gave the tower its form?
            ? n.height: How tall is the lighthouse? | What height does the tower reach? | How far does the tower
              rise?
            ? n.steps: How many stairs lead up to the lamp? | What is the number of steps inside? | How many times
              must you lift your foot to reach the lantern?
            ? n.range: From how far off is the light visible? | What is the reach of the beam? | At what distance
              can sailors still see the beam?
            ? l.seen: From which distant place can the light be made out? | Where can people see the light in clear
              weather? | Which faraway place does the beam reach?
            ? p.keeper: Who looked after the light at the beginning? | Which person was keeper before anyone else? |
              Who was in charge of the lamp in the early years?
            ? x.diary: What did the keeper write about? | What is the subject of the keeper's journal? | What filled
              the pages of the keeper's notes?
            --
            [In the great storm of|During the storm of] <d.storm:{y1=year 1895 1925}> the [keeper's daughter|cook's
              daughter] at {town1} Lighthouse, <p.daughter:{woman4}>, [rowed|went] out and [brought back|saved]
              <n.saved:{words 4 15} sailors> from the [brig|steamer] <x.ship:{pick Good Intent;Morning Glory;Three
              Sisters;Northern Lass;Wild Goose}>. She [was given|received] a medal by {per5}, but [sold it|parted with
              it] to buy <x.bought:{pick a cow;a piano;a fishing boat;shoes for the village school}>.
            ~ [Oil|Paraffin] was [given up|replaced] by electricity in <d.electric:{y2=after y1 12 30}>, and the
              last crew [left|went ashore] <n.later:{words 11 20} years> later.
            ~ [Since then|From that day] the lamp has been [controlled|switched on] from <l.control:{town4}>, [and
              no longer from|not from] {city1}.
            ~ The [cottages|keepers' rooms] are let to [guests|holidaymakers] by the architect <p.owner:{per6}> for
              <n.rent:{num 60 190} crowns> a night, [breakfast not included|plus {num 8 20} for the boat].
            ? d.storm: In which year did the famous storm strike? | When did the rescue take place? | When was the
              night of the heroic rescue?
            ? p.daughter: Who saved the shipwrecked men? | Which young woman went to the sailors' aid? | Who was the
              heroine of the storm?
            ? n.saved: How many men were rescued? | What number of seamen were brought to safety? | How many sailors
              owed their lives to her?
            ? x.ship: What was the name of the ship in distress? | From which vessel did the survivors come? | Which
              ship was in trouble in the storm?
            ? x.bought: What did she get with the money from the medal? | For what did the rescuer give up her
              award? | On what was the reward spent?
            ? d.electric: When was {town1} Lighthouse electrified? | In what year did electric light arrive? | Since
              which year has the lamp run on current?
            ? n.later: How long after electrification was the tower abandoned by its crew? | After what time did the
              men leave for good? | How much later did the tower lose its last inhabitants?
            ? l.control: From where is the lamp operated now? | In which place is the light's control room today? |
              Which place operates the light?
            ? p.owner: Who rents out the old living quarters? | From whom can you hire a room at the lighthouse? |
              Whose guests sleep in the former cottages?
            ? n.rent: What does it cost to stay there? | How much is one night in the former keepers' home? | What
              is the nightly price of a room?
            """)

    static let railwayTraining = QASchema(
        name: "railway",
        frames: """
            = {town1} and {town2} Railway
            --
            The {town1} and {town2} Railway was [a narrow-gauge|a single-track] line [of|with a length of]
              <n.length:{num 19 95} kilometres> [through|across] <l.through:{region1}>.
            ~ [Parliament|The assembly] [approved|allowed] it in {y1=year 1855 1885}, but the first train did not
              [run|leave] until <d.first:{date 1887 1899}>.
            ~ [Its promoter|The man behind it], <p.promoter:{per1}>, [meant it to carry|had planned it for]
              <x.cargo:{pick slate from the quarries;sugar beet;milk for the city;timber;holiday visitors}>,
              [while|although] the [banker|lender] {per2} [thought only of|cared only for] passengers.
            ~ [There were|It had] <n.stations:{words 5 16} stations> and {words 2 4} tunnels; the [longest|deepest]
              tunnel, at <l.tunnel:{town3}>, [took|cost] the lives of <n.lives:{num 6 29} workers>.
            ~ The locomotives were [bought|ordered] from a works in <l.works:{city1}>, but the carriages came from
              {city2}.
            [Everyone|People along the line] called it the <x.nick:{pick Crab;Snail;Tea Kettle;Grasshopper;Slow
              Widow}>, because [the trains never kept|no train ever kept] to the timetable.
            ? n.length: How long was the {town1} and {town2} Railway? | What distance did the line cover? | How many
              kilometres did the track run?
            ? l.through: What part of the country did the line serve? | Through which region did the trains travel?
              | What countryside could be seen from the carriage windows?
            ? d.first: On which day did services begin? | When did a train travel on the line for the first time? |
              When did passengers have their earliest chance of a ride?
            ? p.promoter: Who was the driving force behind the railway? | Whose idea was the line? | Who pushed the
              project through?
            ? x.cargo: What was the line intended to transport? | For which traffic was the railway conceived? |
              What was it hoped that the trains would carry?
            ? n.stations: How many stops did the railway have? | What was the number of stations on the line? | At
              how many places could one board the train?
            ? l.tunnel: Where was the worst of the tunnels dug? | At which place did labourers die underground? |
              What is the name of the place with the fatal tunnel?
            ? n.lives: How many people were killed in the digging? | What was the death toll in the tunnel? | How
              many did not survive the work underground?
            ? l.works: Where were the engines made? | From which city did the locomotives come? | Which city
              supplied the engines?
            ? x.nick: What nickname was given to the railway? | What did local people call the line? | By what
              mocking name was the railway known?
            --
            [By|In] <d.loss:{y2=year 1921 1938}> the {town1} and {town2} Railway was [losing|running at a loss of]
              <n.loss:{num 200 900} pounds> a week, [mainly|chiefly] because of <x.cause:{pick competition from motor
              buses;a strike at the quarries;the price of coal;two dry summers}>.
            ~ [The manager|Its last manager], <p.manager:{per3}>, [tried|attempted] to [save|rescue] it with
              <x.plan:{pick moonlight excursions;cheap tickets for schools;a dining car;open carriages in summer}>, an
              idea that {per4} of the [ministry|bank] [ridiculed|laughed at].
            ~ The [final|last] train left <l.last:{town4}> on <d.last:{date 1939 1952}> with <n.riders:{num 30 290}
              passengers> [on board|aboard].
            [Enthusiasts|Volunteers] led by <p.revival:{per5}> [reopened|brought back] {words 3 9} kilometres of it
              in <d.reopen:{year 1968 1994}>, and [now|today] about {num 20 90} of them [look after|run] the trains.
            The [old|former] terminus [houses|has become] <x.terminus:{pick a toy museum;a fish restaurant;a dance
              school;a police station;a cinema}>.
            ? d.loss: When was the line losing money every week? | By what year had the railway got into difficulty?
              | When was the company already in the red?
            ? n.loss: How large was the weekly deficit? | What sum did the line lose in a week? | How much more was
              spent than earned each week?
            ? x.cause: Why was the railway in trouble? | What was the chief reason for the losses? | What drove
              customers or income away?
            ? p.manager: Who ran the railway at the end? | Which manager struggled to keep the line going? | Who was
              the final head of the railway?
            ? x.plan: How did the management hope to win back travellers? | What was introduced in order to rescue
              the line? | Which novelty was to attract passengers?
            ? l.last: From where did the final service depart? | At which place did the last journey begin? | What
              was the starting point of the farewell train?
            ? d.last: On what date did the railway close? | When did trains stop running? | What was the railway's
              final day of service?
            ? n.riders: How many people travelled on the farewell train? | What was the number of travellers on the
              last service? | How many took the very last ride?
            ? p.revival: Who headed the effort to revive the line? | Under whose leadership was part of the railway
              restored? | Which enthusiast was behind the reopening?
            ? d.reopen: In which year did a section come back into use? | When was a stretch of the track opened
              again? | When did the restored section start up?
            ? x.terminus: What is in the old end station now? | What use has been found for the terminus? | For what
              is the former terminus used?
            """)
}
