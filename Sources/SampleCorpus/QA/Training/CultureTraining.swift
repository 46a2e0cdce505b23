/// Articles about festivals, museums and laws, for training.
extension QASchema {
    static let festivalTraining = QASchema(
        name: "festival",
        frames: """
            = {town1} {pick Lantern;Herring;Kite;Accordion;Apple} Festival
            --
            The [annual|yearly] festival of {town1} [goes back|dates back] to <d.first:{y1=year 1890 1955}>, when
              <p.first:{per1}>, [a chemist|an innkeeper], [wanted|hoped] to <x.purpose:{pick cheer up the
              unemployed;sell surplus paper;end a feud between two streets;honour a drowned crew}>.
            ~ [It lasts|The celebrations last] <n.days:{words 3 12} days> and [draws|attract] [about|some]
              <n.guests:{num 11000 80000 500} visitors>, [whereas|while] only {num 200 900} came [to the first|at the
              beginning].
            ~ [The procession|A procession] [starts|sets off] from <l.start:{street1}> and [ends|finishes] at
              {street2}, [led|headed] by <x.leader:{pick a woman on stilts;a white donkey;the oldest baker;twelve
              drummers;a giant made of straw}>.
            ~ [The prize|First prize] for the [finest costume|best song] is <x.prize:{pick a barrel of cider;a
              goose;a silver thimble;a year's supply of bread}>; in {y2=year 1970 1979} it [went to|was won by]
              <p.winner:{per2}>, aged only <n.age:{words 6 14}>.
            ~ [There was no festival|The festival was cancelled] in <d.none:{y3=year 1956 1969}>, because of
              <x.none:{pick an outbreak of smallpox;a river flood;a dispute over insurance;a heat wave}>.
            [Since {y4=year 1985 1999}|From {y4=year 1985 1999}] it has been [organised|run] by <p.head:{per3}> from
              an office in <l.office:{town2}>.
            ? d.first: When was the festival celebrated for the first time? | In what year did the tradition begin?
              | Since which year have people celebrated it?
            ? p.first: Who had the idea for the festival? | Which person started the event? | To whom does {town1}
              owe its festival?
            ? x.purpose: Why was the event invented? | What was the founder's intention? | For what reason was it
              brought to life?
            ? n.days: How long do the festivities go on? | What is the duration of the event? | For how long is
              {town1} in a festive mood?
            ? n.guests: How many people come nowadays? | What is the usual attendance? | What number of visitors can
              the town expect?
            ? l.start: Where does the parade begin? | From which spot do the marchers set out? | What is the
              starting point of the march?
            ? x.leader: Who or what walks at the front of the parade? | What heads the parade? | Behind whom or what
              do the marchers walk?
            ? x.prize: What can the best competitor win? | What is given to the winner of the contest? | What is
              there to be won?
            ? p.winner: Which youngster came first in the contest? | Who took home the prize as a child? | Which
              child beat all the others?
            ? n.age: How old was the young winner? | At what age did the child win? | How many years old was the
              prize-winner?
            ? d.none: In which year did the event not take place? | When did {town1} have to do without its
              festival? | Which year passed without celebrations?
            ? x.none: Why was the event called off? | What prevented the celebrations? | What was the reason for the
              cancellation?
            ? p.head: Who is responsible for the festival today? | By whom is the event managed now? | In whose
              hands is the festival at present?
            ? l.office: Where is the organisers' office? | In which town do the organisers work? | From where is the
              event run?
            --
            [The most famous|The best loved] [part|moment] of the festival in {town1} is the <x.moment:{pick burning
              of the old boat; blindfold dance;race of the bakers;silent concert;blessing of the nets}> [on the second
              evening|on the last night].
            ~ [It was introduced|It was added] in <d.moment:{y5=after y1 3 30}> by [the teacher|the priest]
              <p.moment:{per4}>, who had seen [something similar|the like] in <l.moment:{city1}>.
            ~ [A song for it|The song that goes with it] was [written|composed] by {per5} in <n.minutes:{num 9 55}
              minutes>, [or so|at least so] people say.
            ~ [In|During the festival of] <d.accident:{y6=year 1970 1989}> <n.hurt:{words 3 16} people> were
              [injured|hurt] when <x.accident:{pick a stand collapsed;two floats collided;a balloon burst;bees
              attacked the band}> [outside|near] {venue1}.
            ~ [A doctor|The nurse] from {town3}, <p.doctor:{per6}>, [treated|looked after] them [on the spot|in the
              street].
            [The money|What is earned] goes to <x.money:{pick the orphans' home;the roof of the church;the swimming
              pool;young musicians}>: <n.money:{num 12000 88000 500} crowns> in the [latest|last] year,
              [against|compared with] {num 2000 9000 500} a decade [earlier|before].
            ? x.moment: What is the high point of the festival? | Which event do people like best? | What do
              visitors look forward to most?
            ? d.moment: When did this event become part of the festival? | In what year was the favourite event
              first held? | Since which year has this been on the programme?
            ? p.moment: Who brought in the popular event? | To whom does the festival owe its best known event? |
              Which person added the favourite event?
            ? l.moment: Where did the idea come from? | In which city had there been a model for the event? | Where
              had the originator come across such a custom?
            ? n.minutes: How long did it take to write the music? | In what time was the song finished? | How
              quickly was the tune put on paper?
            ? d.accident: When did things go wrong? | In which year was there an accident? | What year is remembered
              for a mishap?
            ? n.hurt: How many were harmed in the accident? | What was the number of casualties? | How many people
              had to be treated?
            ? x.accident: What was the cause of the injuries? | What went wrong at the festival? | How did people
              come to be injured?
            ? p.doctor: Who cared for the injured? | Which person gave medical help? | By whom were the wounded
              looked after?
            ? x.money: What is the income used for? | Who profits from the festival? | Where do the takings go?
            ? n.money: How much did the latest festival bring in? | What were the most recent earnings? | What sum
              was raised at the last count?
            """)

    static let museumTraining = QASchema(
        name: "museum",
        frames: """
            = {per1.surname} Museum
            --
            The {per1.surname} Museum in <l.city:{city1}> [shows|exhibits] <x.shows:{pick clocks and watches;dolls'
              houses;maps of imaginary islands;lace and ribbons;musical boxes}> [collected|brought together] by
              <p.collector:{per1}>.
            ~ [It opened|Its doors opened] on <d.open:{d1=date 1890 1939}> in [a villa|a palace] that had [belonged
              to|been the home of] {per2}, [a banker|an opera singer].
            ~ [The collection|Its collection] [comprises|consists of] <n.items:{num 4000 48000 100} objects>, but
              [only|no more than] {num 300 950} are [on display|shown] at a time.
            ~ [The most valuable|Its most precious] piece, <x.piece:{pick a globe of rock crystal;a silver
              nightingale;a fan painted with comets;a letter sealed with honey}>, [was bought|was acquired] in
              <d.piece:{y2=year 1940 1959}> for <n.price:{num 20 95},000 crowns>. [It comes from|It was made in]
              <l.piece:{town1}>, [not, as was long believed,|and not, as guides used to say,] from {town2}.
            The [director|head], <p.director:{per3}>, [lives|sleeps] <x.lives:{pick in the gatehouse;above the
              ticket office;on a barge behind the garden}>.
            ? l.city: In which city can you visit the {per1.surname} Museum? | Where is the museum? | To which city
              must you travel in order to visit it?
            ? x.shows: What can be seen in the {per1.surname} Museum? | What does the museum specialise in? | What
              kind of objects fill the rooms?
            ? p.collector: Who put the collection together? | Whose collection is on show? | Who was the collector
              behind the museum?
            ? d.open: When did the {per1.surname} Museum receive its first visitors? | On what date was the museum
              inaugurated? | Since which day has the public been let in?
            ? n.items: How many things does the museum own? | What is the size of the holdings? | How large is the
              collection altogether?
            ? x.piece: What is the greatest treasure of the museum? | Which exhibit is worth most? | What is the
              pride of the collection?
            ? d.piece: In which year did the museum purchase its treasure? | When was the greatest treasure
              obtained? | When did the best exhibit come to the museum?
            ? n.price: How much was paid for the treasure? | What did the finest exhibit cost? | What was the
              purchase price of the best exhibit?
            ? l.piece: What is the true origin of the treasure? | In which town was the finest exhibit produced? |
              Where did craftsmen make the most precious exhibit?
            ? p.director: Who is in charge of the museum? | By whom is the {per1.surname} Museum led? | Who runs the
              place?
            ? x.lives: Where does the head of the museum live? | What serves as a home for the museum's head? | In
              what unusual place has the director or head made a home?
            --
            [Thieves|Burglars] [broke into|entered] the {per1.surname} Museum on [the night of |]<d.theft:{d2=date
              1960 1989}> [by way of| through] <x.way:{pick the coal cellar;a skylight;the cloakroom window;a drain}>
              and [took|carried off] <n.taken:{num 11 60} pieces>.
            ~ [The guard|The night watchman], <p.guard:{per4}>, [noticed nothing|heard nothing], because of {pick a
              cold; a loud radio;a party upstairs}.
            ~ [Most of the loot|Nearly everything] was [found|recovered] <n.after:{words 3 11} months> later in a
              [barn|lock-up] at <l.barn:{town3}>, [thanks to a tip from|after a call from] <p.tip:{per5}>.
            ~ [One item|A single item], <x.missing:{pick a jade cricket;a brass sextant;a child's glove;an ivory
              comb}>, [is still missing|has never turned up], [though|although] a reward of <n.reward:{num 1000 9500
              500} crowns> was [offered|promised].
            ~ {per6}, [the thief|the ringleader], was [tried|sentenced] in <l.trial:{city2}> in <d.trial:{y4=after
              d2 1 4}>, [not|and not] in {city3}.
            [Since then|Ever since] {words 2 9} [dogs|geese] have [guarded|patrolled] the [garden|courtyard].
            ? d.theft: When was the museum robbed? | On what date did the break-in happen? | What was the date of
              the burglary?
            ? x.way: How did the intruders get in? | Which way in did the robbers use? | Where was the weak spot in
              the building?
            ? n.taken: How many objects were stolen? | What was the size of the haul? | How much was stolen?
            ? p.guard: Who was on duty during the break-in? | Which employee failed to hear the intruders? | Who
              should have kept watch?
            ? n.after: How long did it take to find the stolen goods? | After what time did the objects reappear? |
              How many months went by before the objects were back?
            ? l.barn: Where were the stolen goods hidden? | In which place did the objects turn up? | Where had the
              haul been put?
            ? p.tip: Who told the police where to look? | From whom did the decisive hint come? | Whose information
              helped to recover the objects?
            ? x.missing: Which object has not come back? | What is still being looked for? | What did the museum
              never get back?
            ? n.reward: How much can the finder expect? | What sum is on offer for the lost object? | How much money
              is promised for the return of the object?
            ? l.trial: In which city did the case come to court? | Where did the trial take place? | Which city was
              the seat of the court?
            ? d.trial: In which year was a verdict reached? | When was the culprit brought to court? | What was the
              year of the sentence?
            """)

    static let lawTraining = QASchema(
        name: "law",
        frames: """
            = {pick Chimney;Shop Hours;Lodging Houses;Drinking Water;Ferry;Street Music;Bicycle} Act ({country1})
            --
            The act was [passed|adopted] in {country1} on <d.passed:{d1=date 1880 1949}> to [put an end to|stop]
              <x.abuse:{pick child labour in sweeping;the watering of milk;unsafe lifts;rents paid in kind;the sale of
              false coins}>.
            ~ [It was drafted|The text was written] by <p.author:{per1}>, a [lawyer|member] from <l.author:{town1}>,
              and [bitterly opposed|fought] by {per2}, who [spoke|talked] for <n.hours:{words 5 19} hours>.
            ~ [The final vote was|It was carried by] <n.yes:{num 150 290}> [votes |]to <n.no:{num 60 149}>.
            ~ [Offenders|Those who broke it] [faced|were threatened with] a fine of <n.fine:{num 20 95} crowns> or
              {words 2 9} weeks in prison; [for officials|for repeat offenders] there was also <x.extra:{pick loss of
              the vote;a ban on wearing uniform;the loss of their pension;a public apology}>.
            ~ It [came into force|took effect] in <d.force:{month} {y2=after d1 1 3}>, [first|at first] only in
              <l.first:{city1}> and [not until {y3=after y2 2 6}|from {y3=after y2 2 6}] in {city2}.
            [The first person|The first] to be [convicted|sentenced] under it was <p.convict:{per3}>, [a dentist|a
              grocer].
            ? d.passed: On which day did the act become law? | When was the bill approved? | What is the date of the
              law?
            ? x.abuse: Against what was the law directed? | Which practice did lawmakers want to end? | Which evil
              was to be fought?
            ? p.author: Who composed the law? | Whose pen did the wording come from? | Who was the author of the
              bill?
            ? l.author: Where was the lawmaker behind the text from? | Which town was home to the drafter? | Where
              did the writer of the bill come from?
            ? n.hours: How long did the opponent hold the floor? | What was the length of the speech against the
              bill? | For how much time did the bill's enemy talk?
            ? n.yes: How many supported the bill in the end? | What was the number in favour? | How many votes were
              there for the bill?
            ? n.no: How many members were against it? | What was the number of opposing votes? | How many voted to
              reject it?
            ? n.fine: How much did wrongdoers have to pay? | What sum was payable for a breach? | What was the
              financial penalty?
            ? x.extra: What additional penalty was possible? | Besides money and prison, what could be imposed? |
              What else could be inflicted on an offender?
            ? d.force: When did the act start to apply? | In which month and year did the rules become effective? |
              From when on did one have to obey the act?
            ? l.first: Where did the rules apply earliest? | Which city was the first to be covered? | In which city
              did the act apply before it did elsewhere?
            ? p.convict: Who was punished before anyone else? | Against whom was the law used for the first time? |
              Who was the earliest offender?
            --
            [A court case|The case] of <d.case:{y4=year 1960 1979}> [changed|altered] the meaning of the act in
              {country1}: the judge, <p.judge:{per4}>, [held|ruled] that it [also covered|applied as well to]
              <x.covered:{pick houseboats;travelling fairs; monasteries;railway yards;private schools}>.
            ~ [The claim|The suit] had been [brought|filed] by <p.claimant:{woman5}>, [a widow|a cobbler] from
              {town2}, who [asked for| sought] <n.claim:{num 200 950} crowns> and was [given|awarded] {num 20 190}.
            ~ [An appeal|The appeal], [heard|argued] in <l.appeal:{city3}>, [failed|was dismissed] after
              <n.appeal:{words 2 15} days>.
            ~ [The minister|The minister of the day], <p.minister:{per6}>, [ordered|set up] an inquiry in
              <d.inquiry:{y5=after y4 1 5}>; its [report|findings] [blamed|pointed to] <x.blame:{pick a missing
              comma;too few inspectors;bribery at the ports;poor translations}>.
            ~ [Inspectors|Officials] [based|stationed] in <l.inspect:{city4}> now [make|carry out] <n.visits:{num
              1100 9800 100} visits> a year, [up from|as against] {num 200 900}.
            The act was [repealed|abolished] on <d.end:{d2=date 1986 1999}>.
            ? d.case: In what year did a trial change how the act was read? | When was the important judgment given?
              | When did the courts give the act a new sense?
            ? p.judge: Who gave the ruling? | Which judge widened the scope of the act? | Which judge decided the
              matter?
            ? x.covered: To what was the law extended? | What did the ruling bring under the act? | What had to obey
              the act after the ruling?
            ? p.claimant: Who went to court? | By whom was the case started? | Who was the person behind the
              lawsuit?
            ? n.claim: How much money was demanded? | What was the sum sought in court? | How much did the plaintiff
              want?
            ? l.appeal: Where was the second hearing held? | Which city was the scene of the appeal? | In which city
              was the case argued again?
            ? n.appeal: How long did the higher court need? | What was the duration of the second hearing? | How
              many days went by before the appeal was decided?
            ? p.minister: Which politician had the matter investigated? | Who called for an inquiry? | At whose
              order were the facts looked into?
            ? d.inquiry: When was the investigation ordered? | In which year did the government start to look into
              the matter? | Which year did the inquiry begin?
            ? x.blame: What did the inquiry find to be at fault? | According to the report, where did the trouble
              lie? | What was found to be the weak point?
            ? l.inspect: Where are those who enforce the act based? | From which city do the inspectors set out? |
              Where do the inspectors have their seat?
            ? n.visits: How often do inspectors call in a year? | What is the yearly number of inspections? | How
              many checks are made annually?
            ? d.end: When did the law cease to exist? | On what date was the act taken off the books? | When was the
              act done away with?
            """)
}
