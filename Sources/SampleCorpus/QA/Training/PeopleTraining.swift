/// Articles about scientists, novelists and expeditions, for training.
extension QASchema {
    static let scientistTraining = QASchema(
        name: "scientist",
        frames: """
            = {per1}
            --
            {per1} ({!y0=year 1850 1880}{b1=date y0} – {after y0 74 92}) was a* {country1.adj}
              [chemist|botanist|astronomer], [known| remembered] above all for <x.known:{pick the theory of cold
              crystals;a cure for potato blight;the first map of the winter stars;a dye that does not fade;the study
              of deep-sea worms}>.
            ~ {per1.He} was born in <l.born:{town1}>, [where {per1.his} father|and {per1.his} father] [worked
              as|was] <x.father:{pick a watchmaker;a ship's doctor;an organist;a tax collector;a beekeeper}>, and
              [grew up|went to school] in {town2}.
            ~ [In|During] <d.degree:{y1=after y0 20 28}> {per1.he} [took a degree|graduated] at the
              [university|college] of <l.study:{city1}>, [taught|supervised] there by <p.teacher:{per2}>.
            ~ A quarrel with {per3}, who [claimed|said] the discovery was {per3.his} own, [lasted|dragged on] for
              <n.quarrel:{words 4 17} years>.
            ~ {per1.last} [published|wrote] <n.papers:{num 40 290} papers> and [held|took out] {words 2 15} patents.
            {per1.He} married <p.spouse:{per4}> in <d.married:{y2=after y1 2 9}>, and [together they|the couple] had
              {words 2 6} children.
            ? x.known: What is {per1} most famous for? | For which achievement is {per1.last} mainly remembered? |
              What made {per1} famous?
            ? l.born: What was {per1}'s birthplace? | In which town did {per1.last} come into the world? | From
              which town did {per1} come originally?
            ? x.father: What did {per1.last}'s father do for a living? | What was the profession of the scientist's
              father? | How did the family earn its bread when {per1.last} was small?
            ? d.degree: When did {per1.last} finish university? | In which year was a degree awarded to {per1}? |
              When did {per1} complete the course of study?
            ? l.study: In which city did {per1} attend university? | Where did {per1.last} study? | Which city's
              university did {per1.last} go to?
            ? p.teacher: Who was {per1.last}'s teacher at university? | Under whom did {per1} study? | Whose
              lectures did the student {per1.last} follow?
            ? n.quarrel: How long did the dispute go on? | For what time did the argument over the discovery
              continue? | How many years passed before the feud was over?
            ? n.papers: How many articles did {per1.last} produce? | What was the number of {per1}'s publications? |
              How many publications are there by {per1.last}?
            ? p.spouse: To whom was {per1} married? | What was the name of the person {per1.last} wed? | Who was
              {per1.last}'s husband or wife?
            ? d.married: When was the wedding of {per1.last}? | In what year did {per1} marry? | In which year did
              {per1.last} find a partner for life?
            --
            In <d.lab:{y3=after y1 10 20}> {per1} [moved|was invited] to <l.lab:{city2}> to [direct|run] a
              laboratory [given|paid for] by the [industrialist|publisher] <p.patron:{per5}>.
            ~ It had <n.staff:{num 14 85} assistants> and [only|no more than] {words 2 5} microscopes, [so that|and
              so] [work was done|people worked] <x.work:{pick in three shifts;by candlelight;on the kitchen table;in
              the corridors}>.
            ~ {per1.His} [closest|most gifted] [colleague|pupil] was <p.pupil:{per6}>, who [later|afterwards]
              [corrected| disproved] one of {per1.his} results.
            ~ [A fire|An explosion] [on|during the night of] <d.fire:{d2=date y3}> cost {per1.him} {per1.his}
              <x.lost:{pick left eye;notebooks;collection of seeds;hearing;only telescope}>.
            ~ [Offers from|Invitations to] {city3} and {city4} were [refused|turned down].
            {per1.last} [retired|withdrew] to {town3} in <d.retired:{y4=after y3 9 25}>, and [left|bequeathed]
              {per1.his} fortune of <n.fortune:{num 20 90},000 crowns> to <x.heir:{pick a home for sailors;the village
              choir;a former rival;the fire brigade}>.
            ? d.lab: When did {per1} take up the new post? | In what year did {per1.last} go to head a laboratory? |
              From what year was {per1.last} a director?
            ? l.lab: In which city was {per1.last}'s laboratory? | Where did {per1} become director? | To which city
              was {per1} called?
            ? p.patron: Who provided the money for the laboratory? | Which wealthy person financed {per1.last}'s
              work? | By whom was the laboratory funded?
            ? n.staff: How many people assisted {per1.last}? | What was the size of the laboratory's staff? | How
              many helpers were there in the laboratory?
            ? x.work: How did the staff cope with the shortage of equipment? | In what manner was the work carried
              on? | What was done to get by without enough instruments?
            ? p.pupil: Who showed that {per1.last} had been wrong? | Which colleague did {per1} work with most
              closely? | Which pupil or colleague found a mistake in {per1.last}'s work?
            ? d.fire: On what date did the accident happen? | When was the laboratory struck by disaster? | What was
              the date of the calamity in the laboratory?
            ? x.lost: What did {per1.last} lose in the accident? | Of what did the disaster deprive {per1}? | What
              could {per1} never get back after that night?
            ? d.retired: When did {per1} give up work? | In which year did {per1.last}'s career end? | When did
              {per1.last} stop working?
            ? n.fortune: How much did {per1.last} leave behind? | What was the value of the estate? | How rich was
              {per1.last} at the end?
            ? x.heir: Who inherited {per1.last}'s money? | To what did the scientist's wealth go? | Who or what
              benefited from the will?
            """)

    static let novelistTraining = QASchema(
        name: "novelist",
        frames: """
            = {per1}
            --
            {per1} [is|was] a* {country1.adj} [novelist|playwright] whose [first|earliest] book, {!w1=pick The Iron
              Orchard;A Winter Ledger;Salt and Lanterns;The Deaf Carpenter;Letters to a Ferryman;House of Reeds;The
              Borrowed Coat}<x.first:{w1}>, [appeared|came out] in <d.first:{y1=year 1921 1969}>.
            ~ [It was turned down|The manuscript was rejected] by <n.refused:{words 6 19} publishers> before
              <p.editor:{per2}>, [a young editor|an editor] in <l.editor:{city1}>, [took|accepted] it.
            ~ The [story|plot] [follows|is about] <x.plot:{pick a blind piano tuner;two sisters who share a name;a
              postman without letters;the last winter of a mining village;a judge in hiding}>, [and was inspired by|a
              figure based on] {per1.last}'s [uncle|neighbour], {per3}.
            ~ [Within a year|In the first year] it sold <n.sold:{num 11000 90000 500} copies>, [though|although]
              only {num 300 900} had been printed [at first|to begin with].
            ~ {per1.last} wrote [most of it|the greater part] in <x.where:{pick a railway waiting room;a hospital
              bed;the attic of a bakery;a houseboat}> in {town1}, [far from|a long way from] {per1.his} home town of
              <l.home:{town2}>.
            A film [of it|of the book], directed by <p.film:{per4}>, [followed|was made] in <d.film:{y2=after y1 4
              15}>.
            ? x.first: What was the title of {per1}'s debut? | With which book did {per1.last} begin? | Which work
              made the start of {per1}'s career?
            ? d.first: When was {per1.last}'s debut published? | In what year did readers first see a book by
              {per1}? | When did {per1.last} become a published author?
            ? n.refused: How many publishing houses said no? | By how many firms was the book refused? | How often
              was the manuscript sent back?
            ? p.editor: Who recognised the value of the manuscript? | Which editor decided to publish {per1.last}? |
              Who saw to it that the book was printed?
            ? l.editor: Where was the editor based? | In which city did the book find a publisher? | In which city
              did somebody say yes to the book?
            ? x.plot: Who or what is at the centre of the story? | What is the subject of the book? | About whom or
              what is the book?
            ? n.sold: How many readers bought the book in its first twelve months? | What were the sales of the book
              in the first year? | How well did the book do in its first year?
            ? x.where: In what surroundings was the book written? | In what kind of place did {per1.last} do the
              writing? | Where, oddly enough, did {per1} sit down to write?
            ? l.home: Which town did {per1} come from? | In which town were {per1.last}'s roots? | Where did the
              writer grow up?
            ? p.film: Who brought the story to the screen? | Which director filmed the book? | By whom was the book
              made into a film?
            ? d.film: When did the book reach the cinema? | In which year was the screen version made? | When could
              one see the story on screen?
            --
            [After the war|Later in life] {per1} [settled|lived] in <l.settled:{town3}> with the [painter|singer]
              <p.partner:{per5}>, [to whom|for whom] {per1.he} wrote [more than|about] <n.letters:{num 200 950}
              letters>.
            ~ [Every morning|Each day] {per1.he} [began|started] work at {words 4 6} and stopped after
              <n.pages:{words 2 9} pages>, [a habit|a rule] [learnt|taken] from {per6}.
            ~ [For the novel|For] <x.prized:{pick The Glass Meridian;Harvest of Crows;A Door in the Dyke;The
              Understudy}> {per1.he} [won|received] a [state|national] prize in <d.prize:{y3=year 1970 1979}>, and
              [gave|sent] the money to <x.gift:{pick striking miners;a school for the deaf;the lifeboat crew;a
              travelling circus}>.
            ~ [Critics such as|The critic] <p.critic:{per7}> [found|called] the [late books|last books]
              <x.verdict:{pick cold and too clever;a waste of good paper;the best since the debut;impossible to
              finish}>.
            ~ An earlier prize, in {y4=year 1958 1969}, [had been|was] [declined|refused].
            {per1.last} died in {city2} on <d.died:{date 1981 1999}>; the [papers|notebooks] are [kept|held] in
              <l.papers:{city3}>.
            ? l.settled: Where did {per1} make a home? | In which town did {per1.last} live in later years? | Which
              town became {per1.last}'s last home?
            ? p.partner: With whom did {per1} share a home? | Who lived with the writer? | Which artist was
              {per1.last}'s companion?
            ? n.letters: How many letters did {per1.last} send to this companion? | What number of letters survive
              from {per1} to the artist? | How extensive is the surviving correspondence?
            ? n.pages: How much did {per1.last} write in a day? | After how much work did the author put down the
              pen? | What was the author's daily quota?
            ? x.prized: Which of {per1}'s novels was honoured? | For what book was the writer given a prize? | Which
              title earned {per1.last} a prize?
            ? d.prize: In which year did {per1} accept a prize? | When was the writer honoured by the state? | When
              was a prize not refused?
            ? x.gift: What became of the prize money? | To whom did the author pass on the award money? | For whom
              was the money from the prize?
            ? p.critic: Which reviewer commented on the later works? | Who passed judgement on {per1.last}'s last
              books? | Who wrote about the author's late period?
            ? x.verdict: What was the opinion of the reviewer? | How were the final books judged? | What did the
              critic think of the late work?
            ? d.died: What was the date of {per1}'s death? | When did {per1.last} die? | On which day did the
              author's life end?
            ? l.papers: Where can {per1.last}'s manuscripts be seen? | In which city are the writer's notes
              preserved? | Which city holds {per1}'s literary remains?
            """)

    static let expeditionTraining = QASchema(
        name: "expedition",
        frames: """
            = {per1.surname} Expedition
            --
            The {per1.surname} Expedition of {y1=year 1870 1925} [set out|tried] to [find|reach] <x.aim:{pick the
              source of the Ombré;a northern passage for whalers;the ruins of Tal Hamar;the magnetic pole;a lost
              mission station}>.
            ~ [Its leader|The leader], <p.leader:{per1}>, [had been|was] <x.job:{pick a schoolteacher;a customs
              officer;a circus rider;an army surgeon;a wine merchant}>, and [took along|hired] the
              [photographer|surveyor] {per2}.
            ~ It [left|sailed from] <l.left:{city1}> on <d.left:{d1=date y1}> with <n.men:{num 17 60} companions>
              and {num 20 95} [dogs| mules], [and called at|after a stop in] {city2}.
            ~ [A third of the stores|Much of the food] was [lost|ruined] when <x.lost:{pick a raft overturned;the
              ice gave way; rats got into the hold;a tent caught fire}> near <l.lost:{town1}>.
            ~ [The cook|The doctor], <p.cook:{per3}>, [kept the party alive|saved the others] [on|with]
              <x.food:{pick seal liver;boiled lichen;dried locusts;tinned peaches}> for <n.days:{num 19 80} days>.
            They [turned back|gave up] in <d.back:{month} {y2=after y1 1 2}>, [only|just] <n.short:{num 30 190}
              kilometres> [short of|from] their goal.
            ? x.aim: What was the explorers' goal? | What were {per1.last} and the others looking for? | What did
              the party hope to discover?
            ? p.leader: Who commanded the expedition? | Under whose command did the party travel? | Whose expedition
              was it?
            ? x.job: What had the commander done before? | What was the former occupation of the expedition's head?
              | How had the leader earned a living previously?
            ? l.left: From which port did the explorers depart? | Where did the journey begin? | In which city did
              the party go on board or set out?
            ? d.left: On what day did the party set off? | When did the explorers depart? | What was the date of
              departure?
            ? n.men: How many people took part? | What was the strength of the party? | How many companions did the
              leader have?
            ? x.lost: What caused the loss of supplies? | How did the explorers come to lose provisions? | Through
              what mishap did the food go?
            ? l.lost: Close to which place were the provisions lost? | Where did the accident with the supplies
              happen? | What place was nearby when the supplies were lost?
            ? p.cook: Who saved the party from starving? | Which member of the expedition found something to eat? |
              To whom did the explorers owe their survival?
            ? x.food: What did the men live on? | What was eaten when supplies ran out? | What was on the menu in
              the worst weeks?
            ? n.days: For how long did they survive on this diet? | How long did the party have to eat it? | How
              many days did they have to eat the same?
            ? d.back: When was the attempt abandoned? | At what time did the explorers decide to return? | In what
              month and year did they give up?
            ? n.short: How far from their destination did they get? | What distance was left to the goal? | By how
              much did the explorers miss their goal?
            --
            [A relief party|A rescue party] for the {per1.surname} Expedition, [paid for|equipped] by
              <p.relief:{per4}>, [reached| found] the survivors at <l.found:{town2}> after <n.search:{words 5 19}
              weeks>.
            ~ [Of the party|In all] <n.dead:{words 4 12} members> had died, [most of them of|mainly from]
              <x.disease:{pick scurvy; frostbite;fever;poisoned well water}>; {words 2 3} more [deserted|ran away].
            ~ The [maps|charts] were [drawn|finished] by <p.maps:{per5}> in <d.maps:{y3=after y2 1 9}> and [remained
              in use|were used] for {num 20 50} years.
            ~ {per6}, [a geologist|a journalist], [accused|charged] the leader of <x.charge:{pick selling the
              dogs;inventing a mountain;eating more than his share;falsifying the log}>, but [a court|a committee] in
              <l.court:{city3}> [threw out|dismissed] the claim in {y4=after y3 1 4}.
            ~ The [specimens|finds] fill <n.boxes:{num 40 260} crates> in a museum in {city4}.
            A [glacier|cape] [now bears|has] the name of the [ship's cat|lead dog], <x.pet:{pick Biscuit;Captain;Old
              Nick; Thimble;Duchess}>.
            ? p.relief: Who financed the rescue? | At whose expense were the survivors searched for? | Who paid for
              help to be sent?
            ? l.found: Where were the survivors discovered? | At what place did help arrive? | In which place did
              the rescuers come upon the explorers?
            ? n.search: How long did the search last? | After what time was the party found? | How many weeks did
              the rescuers need?
            ? n.dead: How many lives did the expedition cost? | What was the number of deaths in the crew? | How
              many of the explorers never came home?
            ? x.disease: What did most of the victims die of? | What was the main cause of death? | What carried off
              the greatest number?
            ? p.maps: Who prepared the charts? | Whose work were the maps of the journey? | Which cartographer drew
              up the results?
            ? d.maps: In what year were the charts completed? | When did the maps get done? | Since what year have
              the charts been available?
            ? x.charge: What was the leader accused of? | Which offence was alleged against the commander? | What
              wrong was the leader said to have done?
            ? l.court: In which city was the accusation examined? | Where was the commander cleared? | Where was the
              complaint turned down?
            ? n.boxes: How much material is stored in the museum? | How many crates of specimens are there? | How
              many containers do the finds fill?
            ? x.pet: After which animal was a place named? | What was the animal on the map called? | Which creature
              is immortalised on the map?
            """)
}
