/// Articles about dams, shipwrecks and gardens, for validation.
extension QASchema {
    static let damValidation = QASchema(
        name: "dam",
        frames: """
            = {town1} Dam
            --
            Water for {city1} has been stored behind {town1} Dam ever since <d.filled:<d.filled+:{d1=date 1905
              1960}>, a rainy {weekday}>, when the sluices were shut in the presence of <p.guest:[Queen |Princess
              |]<p.guest+:{woman1}>>.
            ~ To make room for the lake, <n.moved:<n.moved+:{num 210 890}> villagers> had to leave the hamlet of
              <l.drowned:{town2}> for new houses in {town3}.
            ~ <p.chief:{per2}>, a hydraulic engineer, drew every plan by hand; the concrete was left to {per3},
              whose mixture <x.mixture:contained {pick crushed seashells;ash from the steelworks;volcanic dust}>.
            ~ Rising <n.high:<n.high+:{num 45 160}> metres> above the bed of the {river1}, the wall is only {words 3
              9} metres thick at its crest.
            ~ Since <d.power:{y1=year 1962 1979}> turbines in its foot have also supplied current to
              <x.powered:{pick an aluminium smelter; the tramways;a glassworks;a chain of cinemas}>.
            Anglers value the lake for its <x.fish:{pick perch;whitefish;giant catfish}>, introduced by {per4} in
              {year 1980 1995}.
            ? d.filled: When did {town1} Dam begin to hold back water? | Since what date has the reservoir been in
              use? | When were the gates shut for the first time?
            ? p.guest: Which guest of honour watched the gates being closed? | Who attended the ceremony? | Which
              visitor was present when the water was dammed?
            ? n.moved: How many inhabitants lost their homes to the reservoir? | What number of people were
              resettled? | How many had to find another home?
            ? l.drowned: Which village lies under the lake? | What settlement disappeared when the valley was
              flooded? | Which place was given up for the lake?
            ? p.chief: By whom was {town1} Dam designed? | Who was the engineer behind the dam's drawings? | Who
              planned the dam?
            ? x.mixture: What was special about the concrete? | Which ingredient went into the concrete? | What did
              the builders put into the concrete?
            ? n.high: What is the height of {town1} Dam? | How tall is the barrier? | What distance is there from
              the river bed to the top?
            ? d.power: From which year on did the dam produce electricity? | When was power first generated? | How
              long has there been a power station: since which year?
            ? x.powered: Who or what receives electricity from the dam? | Which consumer gets current from the
              turbines? | What runs on the dam's electricity?
            ? x.fish: Which fish attract anglers to the reservoir? | What can be caught in the lake? | What lives in
              the reservoir and ends up on the hook?
            --
            Cracks were noticed in {town1} Dam by a painter, <p.painter:{per5}>, who was whitewashing the parapet on
              <d.cracks:{d2=date 1981 1994}>.
            ~ The operator lowered the level by <n.lowered:<n.lowered+:{num 11 38}> metres>, while sirens emptied
              the streets of <l.evacuated:{town4}>; in {town5}, further down, people stayed put.
            ~ An inquiry chaired by <p.inquiry:[Judge |Professor |]<p.inquiry+:{per6}>> traced the damage to
              <x.damage:{pick a badly laid drain;the roots of a willow;blasting in a nearby quarry}>.
            ~ Mending it took until <d.mended:{y2=year 1995 1999}> and swallowed <n.mended:<n.mended+:{num 12 88}
              million> crowns>, {words 3 8} times the estimate.
            ~ To watch for new cracks, the keepers rely on <x.watch:{pick trained pigeons;a drone;piano wires;a
              choir of microphones}>.
            Cyclists may ride across from the side of {town3} to that of {town1}.
            ? p.painter: Who discovered that the wall was damaged? | Which workman or woman spotted the fault? |
              Whose attention was caught by the cracks?
            ? d.cracks: On what day was the damage discovered? | When did somebody see that the wall was faulty? |
              What was the date on which the defect came to notice?
            ? n.lowered: By how much did the lake fall? | How far was the water let down? | How much lower was the
              water afterwards?
            ? l.evacuated: Which community was cleared? | What place did the inhabitants have to flee? | From where
              were people brought to safety?
            ? p.inquiry: Who headed the investigation? | Under whose chairmanship was the damage examined? | Who led
              the experts who looked into the matter?
            ? x.damage: What turned out to be the reason for the cracks? | According to the investigators, what had
              harmed the wall? | What had caused the defect?
            ? d.mended: In which year were repairs finished? | By when was the wall sound again? | When was the work
              of repair over?
            ? n.mended: What did the repairs cost? | How much had to be paid to put the wall right? | How high was
              the repair bill?
            ? x.watch: With what is the wall monitored? | How do the keepers detect further damage? | What do the
              keepers use to look out for defects?
            """)

    static let shipwreckValidation = QASchema(
        name: "shipwreck",
        frames: """
            = Wreck of the {!s1=pick Halcyon;Duke of Ostry;Prudence;Marigold;Corvina;Saint Elmo;Evangeline}{s1}
            --
            Bound for <l.bound:{city1}> with a cargo of <x.cargo:{pick cinnamon and tea;church bells;printing
              type;porcelain;live tortoises}>, the {s1} went down off {town1} on <d.sank:{d1=date 1790 1880}>; she had
              put out from {city2} {words 6 19} days before.
            ~ Her master, <p.master:[Captain |]<p.master+:{man1}>>, was asleep, and the mate, {man2}, had mistaken
              <x.mistaken:{pick a bonfire;the evening star;a lime kiln;the lamp of a fishing boat}> for the harbour
              light.
            ~ Of those on board <n.survived:<n.survived+:{num 11 48}>> reached the shore and {num 50 140} were lost.
            ~ Insurers in <l.insured:{city3}> refused to pay the <n.claim:<n.claim+:{num 2000 9500 500}> ducats>
              that the owner, <p.owner:{per3}>, said {per3.he} was due.
            ~ Within {words 2 5} hours people from {town2} had <x.loot:{pick drunk the brandy;stripped the sails for
              dresses;carried off the figurehead;made a roof of the deck}>.
            A court of {y1=after d1 1 4} cleared the crew.
            ? l.bound: What was the destination of the {s1}? | To which port was the ship sailing? | Where should
              the {s1} have arrived?
            ? x.cargo: What was the {s1} carrying? | Which goods were in the hold? | What had been loaded on the
              {s1}?
            ? d.sank: When was the {s1} wrecked? | On what date did the ship founder? | On which day did disaster
              strike the {s1}?
            ? p.master: Who was captain of the {s1}? | Which officer commanded the ship? | Who should have been
              awake on the {s1}?
            ? x.mistaken: What did the mate take for the harbour light? | What misled the officer on watch? | Which
              light was confused with that of the harbour?
            ? n.survived: How many people lived through the wreck? | What was the number of survivors? | How many
              escaped with their lives?
            ? l.insured: In which city were the insurers? | Where was the ship insured? | Where did the insurers
              have their office?
            ? n.claim: How much compensation did the owner want? | What sum did the insurance company decline to
              hand over? | How much was the loss said to be worth?
            ? p.owner: To whom did the {s1} belong? | Who sought money for the loss of the ship? | Whose ship was
              the {s1}?
            ? x.loot: What did the people of the coast do? | How did local people profit from the disaster? | What
              became of the wreck in the following hours?
            --
            Nobody knew where the {s1} lay until a sponge diver, <p.diver:{per4}>, came upon her in
              <d.found:{y2=year 1955 1979}> under <n.depth:<n.depth+:{num 19 75}> metres> of water; {per5} had been
              searching {num 90 190} metres too far out.
            ~ Excavation was in the hands of the archaeologist <p.dig:[Dr |]<p.dig+:{per6}>>, who lived aboard a
              barge moored at <l.barge:{town3}> and ran out of money in <d.money:{y3=after y2 2 7}>.
            ~ Among the finds that moved visitors most is <x.find:{pick a child's shoe;an unfinished letter;a set of
              false teeth;a jar of pickled plums}>, on view in {city4}.
            ~ The timbers had to soak in <x.soak:{pick wax;sugar water;alcohol;brine}> for <n.soak:<n.soak+:{words 4
              18}> years>, {words 2 3} more than planned.
            ~ A replica, launched at <l.replica:{town4}> in {y4=year 1985 1999}, leaks.
            Some {num 400 950} coins from the wreck turned out to be <x.coins:{pick forgeries;theatre
              tokens;buttons}>.
            ? p.diver: Who located the {s1}? | By whom was the wreck discovered? | Who stumbled on the ship at the
              bottom of the sea?
            ? d.found: In what year did the {s1} come to light? | When was the resting place of the ship discovered?
              | Which year was the discovery made?
            ? n.depth: At what depth does the {s1} rest? | How deep down was the ship? | How far below the surface
              is the wreck?
            ? p.dig: Which archaeologist was in charge? | Who directed the underwater dig? | Under whom was the ship
              excavated?
            ? l.barge: Where did the archaeologist's barge lie? | In which harbour was the barge? | Off which town
              did the researchers live on the water?
            ? d.money: When were the funds exhausted? | In which year could the dig no longer be paid for? | Up to
              which year was there enough money?
            ? x.find: Which object from the {s1} touches people most? | What is the most moving of the discoveries?
              | What do visitors find most moving?
            ? x.soak: In which liquid or substance was the wood kept? | What was used to preserve the timber? | In
              what was the wood steeped?
            ? n.soak: How long did preserving the wood last? | For what period did the timbers have to be treated? |
              How much time did the wood spend in its bath?
            ? l.replica: Where was the copy of the ship launched? | In which town was a new {s1} put to sea? | From
              which place did the copy first sail?
            ? x.coins: What did the supposed money prove to be? | What were the coins in reality? | Instead of
              coins, what had been found?
            """)

    static let gardenValidation = QASchema(
        name: "garden",
        frames: """
            = Botanical Garden of {town1}
            --
            Physicians were the first to use the Botanical Garden of {town1}, laid out in <d.laid:{y1=year 1590
              1720}> on land which <p.land:[Count |Baron |]<p.land+:{man1}>> had lost <x.lost:{pick at dice;in a
              lawsuit;to the plague fund;in a wager about snow}>.
            ~ Its first gardener, {per2}, grew {num 40 95} herbs; under <p.heyday:{per3}> there were
              <n.heyday:<n.heyday+:{num 3000 9500 100}> species>, which was the heyday.
            ~ Oldest of the trees is <x.tree:{pick a mulberry;a cork oak;a dwarf pine;a ginkgo}> brought as a
              seedling from <l.tree:{country1}> in {y2=year 1730 1790}.
            ~ Frost killed the palms in <d.frost:{y3=year 1820 1890}>, and soldiers quartered in the glasshouse
              burned <x.burned:{pick the labels;the rare cedars;the benches;the seed cabinet}> to keep warm.
            ~ Tickets cost <n.ticket:<n.ticket+:{words 3 12}> crowns>; for {num 15 40} you may bring a picnic.
            Cuttings are exchanged with a sister garden in <l.sister:{city1}>, and no longer with the one in
              {city2}.
            ? d.laid: How old is the garden: in what year was it created? | When was the Botanical Garden of {town1}
              established? | When did doctors get their garden?
            ? p.land: Who had owned the ground? | From which nobleman did the land come? | To whom had the plot
              belonged?
            ? x.lost: In what way did the nobleman forfeit the land? | How had the previous owner come to lose it? |
              What cost the count or baron his land?
            ? p.heyday: Who was gardener in the best years? | Under which gardener did the garden flourish most? |
              Who was in charge when the collection was largest?
            ? n.heyday: How many kinds of plants were there at the garden's best? | What was the highest number of
              species? | How rich was the collection at its best?
            ? x.tree: What is the most ancient tree there? | Which tree has stood in the garden longest? | Which of
              the trees has the greatest age?
            ? l.tree: From which country was the oldest tree imported? | Where did the seedling originate? | Which
              country did the venerable tree come from?
            ? d.frost: When did the cold destroy plants? | In which year were the palms lost? | Which winter, by
              year, was too hard for the palms?
            ? x.burned: What did the troops use as fuel? | What went up in smoke in the glasshouse? | With what did
              the soldiers heat?
            ? n.ticket: How much is admission? | What do visitors pay to get in? | What is the price of a visit?
            ? l.sister: With which city's garden does {town1} swap plants? | Where is the partner garden now? | With
              which city is there an exchange of cuttings at present?
            --
            For most people the Botanical Garden of {town1} means one thing: the <x.attraction:{pick night-flowering
              cactus;carnivorous orchid;blue water lily;stinking arum}>, which bloomed for <n.bloom:<n.bloom+:{num 20
              70}> hours> on <d.bloom:{d1=date 1950 1985}> and has not done so since.
            ~ A crowd of {num 3000 9000 500} queued as far as {street1}, and <p.fainted:{per4}>, a tenor, fainted
              from the <x.fainted:{pick heat;scent;excitement}>.
            ~ The plant had been found near <l.plant:{town2}> by <p.plant:{per5}>, who wrapped it in
              <x.wrapped:{pick a wet newspaper;a wedding dress;moss and string;an army blanket}>.
            ~ A fungus struck in {y4=year 1986 1989}; <p.cure:{per6}> of {city3} cured it with <x.cure:{pick
              garlic;ultraviolet lamps;copper coins;skimmed milk}>.
            ~ The seeds of the plant, <n.seeds:<n.seeds+:{num 12 99}>> in all, are locked in a vault in
              <l.vault:{city4}>.
            In <d.guard:{year 1990 1999}> thieves got as far as the gate.
            ? x.attraction: For which plant is the garden known? | What is the main attraction of the garden? | What
              have most visitors come to see?
            ? n.bloom: How long was the flower open? | For what length of time did the plant bloom? | How long could
              people admire the flower?
            ? d.bloom: When did the famous plant blossom? | On what date could the flower be seen? | What was the
              one day on which it flowered?
            ? p.fainted: Which singer collapsed? | Who passed out in the queue? | Who was overcome while waiting?
            ? x.fainted: What made the singer collapse? | Because of what did the tenor faint? | What was too much
              for the singer?
            ? l.plant: Where does the famous specimen come from? | Close to which place was the plant discovered? |
              Where had the rarity grown in the wild?
            ? p.plant: Who discovered the famous specimen? | By whom was the plant brought back? | Which traveller
              brought the rarity home?
            ? x.wrapped: How was the plant protected on its journey? | In what was the discovery transported? | What
              kept the rarity safe on the way?
            ? p.cure: Who saved the plant from disease? | Which expert got rid of the fungus? | Whose treatment
              rescued the rarity?
            ? x.cure: What remedy helped against the fungus? | With what was the disease treated? | What got rid of
              the mould?
            ? n.seeds: How many seeds are in storage? | What is the number of seeds kept safe? | How large is the
              stock of seeds?
            ? l.vault: Where are the seeds stored? | In what city is the safe place for the seeds? | Where is the
              strongroom with the seeds?
            ? d.guard: When did robbers try their luck? | In which year was there an attempted theft? | When was
              there an unsuccessful raid?
            """)
}
