/// Articles about orchestras, newspapers and physicians, for validation.
extension QASchema {
    static let orchestraValidation = QASchema(
        name: "orchestra",
        frames: """
            = {town1} Philharmonic
            --
            A dozen <x.amateurs:{pick bank clerks;hatters;prison warders;chemists' wives}> who met above a shop in
              {street1} became, in <d.birth:{y1=year 1840 1899}>, the {town1} Philharmonic.
            ~ Money was short: <p.harp:{per1}> pawned the harp for <n.harp:<n.harp+:{num 30 95}> guilders> to pay for
              coal, and {per2} played the drums on a bathtub.
            ~ Under the baton of <p.baton:[Maestro |]<p.baton+:{per3}>> the players ventured abroad, first to
              <l.tour:{city1}> and, {words 2 6} years later, to {city2}.
            ~ The symphony with which they are linked, nicknamed <x.symphony:{pick The Windmill;The Toothache;The Frozen
              Canal;The Magpie}>, had its premiere on <d.premiere:{d1=date 1900 1935}>.
            ~ It is scored for {num 60 99} musicians and <x.scored:{pick a typewriter;four anvils;a barking dog;a wind
              machine}>.
            Critics left before the end; the public clapped for <n.clapped:<n.clapped+:{num 9 35}> minutes>.
            ? x.amateurs: What was the profession of the original musicians? | Who formed the {town1} Philharmonic?
              | How did the founding members earn a living?
            ? d.birth: In what year did the {town1} Philharmonic come into existence? | How far back does the
              orchestra go? | When was the ensemble born?
            ? p.harp: Which musician gave up an instrument to heat the room? | Who took the harp to the pawnbroker?
              | Whose sacrifice kept the players warm?
            ? n.harp: What sum did the harp bring? | How much was lent on the instrument? | How much did the
              pawnbroker give?
            ? p.baton: Who was conductor during the first foreign tour? | Which conductor took the orchestra abroad?
              | Who conducted on the journeys?
            ? l.tour: In which city did the orchestra first perform abroad? | Where did the earliest foreign tour
              lead? | Which foreign city heard the players before any other?
            ? x.symphony: By what name is the orchestra's signature work known? | Which symphony do people associate
              with the {town1} Philharmonic? | Under what title is the famous symphony known?
            ? d.premiere: When was the symphony first heard? | On what evening was the work premiered? | What was
              the date of the symphony's opening night?
            ? x.scored: Which unusual instrument does the symphony call for? | What odd sound source appears in the
              score? | Besides the musicians, what does the symphony need?
            ? n.clapped: How long did the applause last? | For how much time did the audience applaud? | How much
              time did the listeners spend clapping?
            --
            Bombs left the {town1} Philharmonic without a hall in <d.bombed:{y2=year 1940 1944}>, and it rehearsed in
              <x.rehearsed:{pick a slaughterhouse;a swimming bath;a salt mine;a tram depot}> in <l.rehearsed:{town2}>
              until the present building, by {per4}, was ready in {y3=year 1951 1959}.
            ~ Its acoustics are owed to <p.acoustics:{per5}>, who lined the walls with <x.lined:{pick cork;cherry
              wood;egg boxes;old carpets}> and had {num 1200 2400 50} seats taken out.
            ~ Today it is filled by <n.sub:<n.sub+:{num 4000 9900 100}> subscribers>; in the worst season there were
              {num 300 900}.
            ~ <p.woman:{woman6}>, a trumpeter from <l.woman:{city3}>, was in <d.woman:{y4=year 1962 1979}> the first
              woman to be given a chair, eleven votes to ten.
            ~ A quarrel over <x.quarrel:{pick tailcoats;overtime;a broken window;the tuning note}> silenced the
              orchestra for <n.silent:<n.silent+:{words 3 15}> weeks> in {y5=year 1980 1990}.
            Since then {per7} has kept the peace.
            ? d.bombed: When was the hall of the {town1} Philharmonic destroyed? | In which year did the musicians
              lose their home? | When did the orchestra become homeless?
            ? x.rehearsed: In what sort of building did the homeless orchestra practise? | What served as a
              rehearsal room? | Where, strangely enough, was the music practised?
            ? l.rehearsed: In which town did the musicians find shelter? | Where did rehearsals take place before
              the new hall was built? | Which place took the musicians in?
            ? p.acoustics: To whom does the hall owe its good sound? | Who was the acoustician? | Whose advice made
              the hall sound well?
            ? x.lined: What covers the walls of the hall? | Which material improves the sound? | With what are the
              walls covered?
            ? n.sub: How many people hold subscriptions now? | What is the present number of subscribers? | How many
              regular listeners does the orchestra have today?
            ? p.woman: Who was the earliest female member? | Which woman was admitted before all others? | Which
              player broke the rule that only men belonged?
            ? l.woman: Where did the first female player come from? | From which city was the trumpeter? | What was
              the home city of the pioneering trumpeter?
            ? d.woman: In which year did a woman join the orchestra? | When was the men-only rule broken? | Up to
              what year had there been only men?
            ? x.quarrel: What was the dispute about? | Over what did the musicians fall out? | Which trifle led to a
              dispute?
            ? n.silent: How long was there no music? | For what time did the orchestra not play? | How long was the
              interruption?
            """)

    static let newspaperValidation = QASchema(
        name: "newspaper",
        frames: """
            = {!m1=pick The Lantern Post;The Quayside Argus;The Weekly Thistle;The Sparrow;The Upland Voice;The Clarion
              of Tidewell}{m1}
            --
            First printed on <x.press:{pick a press bought from a circus;the back of wallpaper;a converted mangle}> in
              <l.press:{town1}>, {m1} cost a penny when <p.founder:{per1}> brought it out in <d.founder:{y1=year 1830
              1890}>.
            ~ {per2}, the censor, shut it down <n.shut:<n.shut+:{words 3 11}> times>, and after each it came back under
              another name, such as {pick The Other Lamp;Not The Post;The Same Again}.
            ~ Its scoop of <d.scoop:{date 1895 1930}>, that <x.scoop:{pick the mayor could not read;the royal jewels
              were glass;the new battleship floated upside down;the census had been invented}>, was the work of
              <p.scoop:{per3}>, then {num 19 26} years old.
            ~ Circulation climbed to <n.copies:<n.copies+:{num 40 99},000> copies>, twelve times what the rival in
              {town2} sold.
            ~ Crosswords arrived in {y2=year 1931 1939}, set by a <x.setter:{pick bishop;lighthouse
              keeper;prisoner;blind pianist}> from <l.setter:{city1}>.
            ? x.press: What was unusual about how {m1} was first printed? | On what was the paper originally
              printed? | By what improvised means was the paper produced?
            ? l.press: In which town did {m1} originate? | What place was the paper's first home? | In what town was
              the paper born?
            ? p.founder: Who launched {m1}? | Which person was the paper's founder? | Whose creation was {m1}?
            ? d.founder: When did the first issue go on sale? | In what year was {m1} launched? | Which year did
              {m1} come into the world?
            ? n.shut: How often was the paper banned? | On how many occasions did the authorities close {m1}? | How
              many times did the authorities step in?
            ? d.scoop: When did the sensational story run? | What was the date of the paper's great scoop? | When
              did readers learn the sensational news?
            ? x.scoop: What did the sensational story reveal? | Which fact did {m1} uncover? | What astonishing
              thing did readers learn?
            ? p.scoop: Which young journalist broke the story? | By whom was the sensation reported? | Who was the
              young reporter?
            ? n.copies: How many copies did {m1} sell at most? | What was the paper's top circulation? | How widely
              was {m1} read in its best days?
            ? x.setter: Who thought up the puzzles? | What was the occupation of the crossword's author? | Who
              invented the riddles, by occupation?
            ? l.setter: Where did the author of the crosswords live? | From which city were the puzzles sent? |
              Where did the riddles come from?
            --
            Ownership of {m1} passed in <d.owner:{y3=year 1945 1965}> to <p.owner:{per4}>, a maker of <x.maker:{pick
              mattresses;fireworks; cough drops;zip fasteners}>, after {per5} had bid {num 10 40} million too little.
            ~ The newsroom was moved from {city2} to <l.newsroom:{city3}>, and <n.fired:<n.fired+:{num 31 120}>
              printers> were dismissed by <x.fired:{pick telegram;loudspeaker;a notice in the paper;carrier pigeon}>.
            ~ Readers stayed loyal to the column of <p.column:{per6}>, who wrote about <x.column:{pick allotments;chess
              problems;lost umbrellas;hens}> for {num 20 45} years.
            ~ On <d.libel:{date 1968 1985}> a libel verdict cost it <n.libel:<n.libel+:{num 150 900},000> crowns>.
            ~ Paper editions ceased in {y4=year 1990 1999}; the last one was given away outside the station at
              <l.last:{town3}>.
            ? d.owner: In which year did {m1} get a new proprietor? | When was the paper sold? | When did {m1}
              change hands?
            ? p.owner: Who bought {m1}? | Which manufacturer became proprietor? | Which businessman or businesswoman
              acquired {m1}?
            ? x.maker: How had the buyer earned money? | What did the new proprietor's factory produce? | In which
              line of business was the new owner?
            ? l.newsroom: To which city did the journalists have to go? | Where was the new newsroom? | Where did
              the staff work after the move?
            ? n.fired: How many workers lost their jobs? | What number of printers were sacked? | How many were
              given notice?
            ? x.fired: In what manner were the printers told? | By what means were the dismissals announced? | How
              did the sacked workers learn of it?
            ? p.column: Whose column did readers like? | Which columnist was popular? | Whose articles kept readers
              faithful?
            ? x.column: What was the popular column about? | Which subject did the columnist treat? | What was the
              columnist's favourite theme?
            ? d.libel: On what date did a court find against {m1}? | When did the paper lose in court? | What was
              the date of the judgment?
            ? n.libel: How expensive was the libel case? | What did the paper have to pay because of the verdict? |
              How much did defaming somebody cost the paper?
            ? l.last: At which station was the final printed issue handed out? | Where could one get the last copy
              for nothing? | At which place's station did the printed paper come to an end?
            """)

    static let physicianValidation = QASchema(
        name: "physician",
        frames: """
            = {per1}
            --
            The vaccine against {!v1=pick marsh fever;red cough;sleeping palsy;winter croup}{v1} is owed to {per1}, a
              country doctor in <l.country:{town1}>, who noticed that <x.immune:{pick
              shepherds;tanners;bakers;laundresses}> hardly ever fell ill.
            ~ Trials started on <d.trial:{d1=date 1898 1935}> with <n.trial:<n.trial+:{num 14 90}> volunteers>; the
              earliest dose went to <p.dose:{per2}>, a neighbour's child.
            ~ {per3}, the most powerful physician in {city1}, spoke of <x.spoke:{pick witchcraft;a fairground trick;mere
              luck;poisoned jam}>.
            ~ Proof came in <d.proof:{y1=year 1936 1942}>, when the epidemic that emptied {town2} passed by
              <l.spared:{town3}>, where all {num 400 900} inhabitants had been treated.
            ~ The statistician who checked the figures was <p.stat:[Professor |]<p.stat+:{per4}>>; it took {per4.him}
              <n.stat:<n.stat+:{words 5 17}> nights>.
            No patent was ever sought: {per1.last} asked for <x.asked:{pick a new bicycle;a barrel of herring;a bench by
              the sea}> instead.
            ? l.country: Where did {per1} practise medicine? | In which place was {per1.last} a doctor? | Where did
              {per1.last} treat patients?
            ? x.immune: Which group of people seemed to be protected against {v1}? | Who rarely caught the disease?
              | Whose health gave the doctor the idea?
            ? d.trial: When was the vaccine first tested? | On which day did testing begin? | When was the first jab
              given?
            ? n.trial: How many people took part in the tests? | What was the number of test subjects? | How many
              let themselves be tested on?
            ? p.dose: Who was vaccinated before anyone else? | Which child got the very first injection? | On whom
              was the vaccine tried before all others?
            ? x.spoke: How did the eminent colleague explain the results away? | What did the sceptic call the
              discovery? | What did the mighty colleague hold responsible?
            ? d.proof: In which year was the vaccine shown to work? | When were the doubts removed? | When could
              nobody doubt the vaccine any longer?
            ? l.spared: Which town escaped the epidemic? | What community stayed healthy? | Where did nobody catch
              the disease?
            ? p.stat: Who verified the numbers? | By whom was the evidence examined? | Which expert went over the
              numbers?
            ? n.stat: How long did verifying the figures take? | How many nights were spent on the calculations? |
              How much sleep did the calculations cost, in nights?
            ? x.asked: What reward did {per1.last} wish for? | What did the doctor want in place of a patent? | With
              what was {per1.last} content?
            --
            Little is known of {per1}'s youth, except that <p.aunt:{woman5}>, an aunt in <l.youth:{town4}>, brought
              {per1.him} up on <x.youth:{pick barley soup;sea stories;Latin hymns;goat's milk}>, and that {per1.he} ran
              away to {city2} at {num 13 17}.
            ~ A ship's surgeon taught {per1.him} to <x.taught:{pick set bones;pull teeth;stitch wounds;read a pulse}>;
              the papers to prove it were issued in <d.papers:{y2=year 1878 1897}> by a school in <l.papers:{city3}>
              that closed {words 2 9} years afterwards.
            ~ {per1.His} daughter, <p.daughter:{woman6}>, flew to {num 20 60} islands with vaccine in <x.flew:{pick
              thermos flasks;hat boxes; milk churns}>, a story filmed by {per7}.
            ~ When {per1.last} died, on <d.died:{date 1943 1965}>, {num 3 9} kilometres of road were lined by
              <n.mourned:<n.mourned+:{num 5000 30000 500}> mourners>.
            A street in {city4} and a crater on <l.crater:[the Moon|Mars|Mercury]> have the name today.
            ? p.aunt: Who raised {per1}? | By whom was {per1.last} looked after as a child? | Which relative took
              care of the child?
            ? l.youth: Where did {per1.last} spend childhood? | In which town did the relative live? | In what town
              did the future doctor grow up?
            ? x.youth: What was {per1.last} raised on? | On what did the young {per1.last} grow up? | What was the
              child fed or entertained with?
            ? x.taught: Which skill did {per1.last} learn at sea? | What did the ship's surgeon show the young
              helper? | What could {per1.last} do after the voyage?
            ? d.papers: In what year did {per1.last} qualify? | When was the diploma handed out? | Which year is on
              the diploma?
            ? l.papers: From which city's school was the diploma? | Where did {per1} obtain a qualification? | Where
              was the school that issued the certificate?
            ? p.daughter: Who was {per1.last}'s daughter? | Which member of the family took the vaccine to the
              islands? | Which of {per1.last}'s children is the heroine of a film?
            ? x.flew: In what was the vaccine transported? | Which containers were used on the flights? | What was
              used to keep the vaccine on the flight?
            ? d.died: What was the day of {per1.last}'s death? | When did {per1} pass away? | On what date was the
              country's doctor lost?
            ? n.mourned: How many people came to pay their respects? | What was the number of people along the road?
              | How large was the crowd at the funeral?
            ? l.crater: On which heavenly body is something named after {per1.last}? | Where in the solar system is
              the name found? | What body in the sky has a spot called after the doctor?
            """)
}
