/// Articles about companies, clubs and colleges, for training.
extension QASchema {
    static let companyTraining = QASchema(
        name: "company",
        frames: """
            = {per8.surname} {f1=pick & Sons;Brothers;Works;and Company}
            --
            {per8.surname} {f1} [is|was] a [family firm|company] that [makes|made] <x.product:{pick fountain
              pens;bicycle bells;tinned soup;rubber boots;pocket radios;hearing aids}> in <l.base:{town1}>.
            ~ It was [founded|set up] in <d.founded:{y1=year 1880 1949}> by <p.founder:{per1}>, who [borrowed|had
              been lent] <n.loan:{num 300 950} crowns> from [{per1.his} aunt|a cousin], {woman2}.
            ~ [At first|In the beginning] there were {words 2 9} workers; [by {y2=after y1 8 20}|by {y2=after y1 8
              20}] the [ number|total] had [grown|risen] to <n.workers:{num 120 980} employees>.
            ~ The [firm's|company's] [fortune|success] [was due to|came from] <x.secret:{pick a glue that sets under
              water;an advertisement with a parrot;a contract with the army;a misprint in a catalogue;a very quiet
              motor}>, [the idea|a notion] of <p.inventor:{per3}>.
            ~ [A second|Another] factory was [opened|built] at <l.second:{town2}> in <d.second:{y3=after y2 3 12}>,
              [but|although] it never [made a profit|paid its way].
            The [archive|firm's archive] was [sold|given] to {city1} for {num 2000 9900 100} crowns.
            ? x.product: What does {per8.surname} {f1} produce? | Which goods come from {per8.surname} {f1}? | What
              is sold by {per8.surname} {f1}?
            ? l.base: In which town is {per8.surname} {f1} at home? | Where are the company's products made? | From
              which town do the firm's goods come?
            ? d.founded: When did {per8.surname} {f1} come into being? | In what year was the business started? |
              How old is {per8.surname} {f1}: in which year was it born?
            ? p.founder: Who started {per8.surname} {f1}? | By whom was the business created? | Which entrepreneur
              was the first owner?
            ? n.loan: How much money did the founder borrow? | What was the sum lent by the relative? | With what
              sum of somebody else's money did it all start?
            ? n.workers: How large did the workforce become? | How many people worked for {per8.surname} {f1} in the
              end? | What was the later size of the staff?
            ? x.secret: What was behind the rise of {per8.surname} {f1}? | To what did the business owe its success?
              | What made the goods sell so well?
            ? p.inventor: Who came up with the decisive idea? | Whose idea made the company rich? | To whom does the
              firm owe the notion that made its name?
            ? l.second: Where was the loss-making plant? | In what place did {per8.surname} {f1} build its
              additional works? | In which place did a branch works fail to pay?
            ? d.second: When did the additional factory start up? | In which year did production begin at another
              site? | When did the firm expand to another place?
            --
            [Trouble came|Things went wrong] for {per8.surname} {f1} in <d.crisis:{y4=year 1955 1974}>, when [the
              public|customers] [learnt|heard] that <x.scandal:{pick its glue contained lead;the chairman had kept two
              sets of books;children had been employed at night;its patents were stolen}>.
            ~ [Shares|The shares] [fell|sank] by <n.fall:{num 20 79} per cent> [in a week|in ten days], and
              <p.boss:{per4}> had to [step down|resign] as chairman after {words 6 19} years.
            ~ [{per4.last}'s successor|The next chairman], <p.next:{per5}>, [closed|sold] {words 2 5} of the works
              and [moved|took] the head office to <l.office:{city2}>, [leaving|away from] {city3}.
            ~ A strike [broke out|followed] on <d.strike:{d2=date y4}>; [it ended|work resumed] when the
              [owners|management] promised <x.promise:{pick a canteen;shorter Saturdays;paid holidays;new machines;a
              pension fund}>.
            ~ [In its best year|At its best] the firm had [sold|made] <n.best:{num 20 95},000 pieces> a month.
            The company was [bought|taken over] by <p.buyer:{per6}> in <d.sold:{y5=after y4 6 19}>, for {num 2 40}
              million crowns.
            ? d.crisis: In what year did the troubles of {per8.surname} {f1} begin? | When did the company get into
              difficulties? | Which year brought the scandal?
            ? x.scandal: What discovery damaged the company? | What did buyers find out about {per8.surname} {f1}? |
              What was it that turned people against the firm?
            ? n.fall: How steeply did the stock drop? | What share of its market value did {per8.surname} {f1} lose?
              | How much was wiped off the price of the stock?
            ? p.boss: Which chairman lost the post? | Who was forced out of the chair? | Who had been in the chair
              when the scandal broke?
            ? p.next: Who took over as chairman? | Under whom did the head office move? | Which chairman cut back
              the works?
            ? l.office: Where did the headquarters go? | To what city was the management transferred? | Where did
              the managers have to move?
            ? d.strike: When did the workers walk out? | On which date did the labour dispute start? | When did the
              staff stop work?
            ? x.promise: What persuaded the strikers to return? | What did the workforce win? | Which concession
              ended the dispute?
            ? n.best: How high was the monthly output at the peak? | How much did {per8.surname} {f1} turn out per
              month in good times? | What did a good month's production amount to?
            ? p.buyer: Who acquired {per8.surname} {f1}? | Into whose hands did the business pass? | Which investor
              got hold of the firm?
            ? d.sold: In which year did {per8.surname} {f1} change owners? | When was the takeover? | When did
              {per8.surname} {f1} lose its independence?
            """)

    static let clubTraining = QASchema(
        name: "club",
        frames: """
            = {club1}
            --
            {club1} [began|started] in <d.founded:{y1=year 1880 1925}> as a [team|side] of <x.origin:{pick
              postmen;theology students;tram conductors;dyers and weavers;hospital porters}> in <l.town:{town1}>.
            ~ The [founder|first captain], <p.founder:{per1}>, [chose|picked] the colours [because of|after]
              <x.colours:{pick a school scarf;the flag of a ship;curtains left over from a theatre;a lucky
              racehorse}>.
            ~ [Home games|Matches] were [first|at first] played at {town2}; [since|from] <d.ground:{y2=after y1 5
              25}> the club has [used|played on] the ground at <l.ground:{street1}>, which holds <n.seats:{num 6000
              39000 500} spectators>.
            ~ [Its record goalscorer|The leading scorer] is <p.scorer:{per2}>, with <n.goals:{num 120 330} goals>,
              [well ahead of| followed by] {per3}, who has {num 60 119}.
            ~ [Supporters|The fans] [sing|hum] <x.song:{pick a hymn about rain;an old rowing song;the march from an
              operetta;a lullaby}> before [every match|kick-off].
            The club was [relegated|sent down] {words 2 6} times, [most recently|the last time] in <d.down:{year
              1970 1999}>.
            ? d.founded: When was {club1} formed? | In which year did the story of {club1} start? | What is the
              founding year of {club1}?
            ? x.origin: Who were the original players? | What kind of people made up the first team? | What did the
              earliest members do in life?
            ? l.town: In which town was {club1} born? | Where did the team first get together? | What is the
              birthplace of the side?
            ? p.founder: Who set up {club1}? | Which person decided what the shirts should look like? | Who led the
              side at the outset?
            ? x.colours: Where do the colours of {club1} come from? | What inspired the shirts? | To what do the
              colours go back?
            ? d.ground: When did {club1} move to its present ground? | In what year did the team get its current
              home? | Since which year has the present ground been home?
            ? l.ground: Where does {club1} play now? | What is the address of the stadium? | Where are home matches
              held today?
            ? n.seats: How many people fit into the stadium? | What is the capacity of the ground? | How large a
              crowd can watch a home match?
            ? p.scorer: Which player has found the net most often? | Who holds the scoring record of {club1}? |
              Which goal-getter is unsurpassed?
            ? n.goals: How many times did the record holder score? | What is the club's individual scoring record? |
              How many goals make up the club record?
            ? x.song: What do the supporters sing? | Which music is heard before the game? | With what tune do fans
              greet the players?
            ? d.down: When did {club1} last drop a division? | In which year was the latest relegation? | When did
              the side most lately slip out of its league?
            --
            The [greatest|proudest] day of {club1} was <d.final:{d1=date 1930 1965}>, when [it won|the team won] the
              cup [against|by beating] <x.rival:{club2}> before <n.crowd:{num 21000 79000 500} people>.
            ~ [The goal|The only goal] was [scored|headed in] by <p.goal:{per4}>, [a substitute|a defender] who [had
              come|arrived] from <l.from:{town3}> for {num 200 900} crowns.
            ~ [The trainer|The coach], <p.coach:{per5}>, [had prepared|prepared] the players with <x.train:{pick
              ballet lessons;swims in the harbour;a diet of porridge;games of chess}>, and left in {y3=year 1966
              1969}.
            ~ [Three years|Some years] earlier the side had [lost|been beaten] in {city1} by <n.margin:{words 4 9}
              goals>.
            ~ In <d.debt:{y4=year 1971 1989}> debts of <n.debt:{num 2 19} million> nearly [finished|ruined] the
              club, until <p.saviour:{per6}>, [a butcher|a pop singer], [paid them|settled them].
            A women's team [was added|was started] in {y5=year 1990 1999}, and [trains|practises] in
              <l.women:{town4}>.
            ? d.final: On what date did {club1} lift the cup? | When was the club's finest hour? | When was the
              trophy won?
            ? x.rival: Who were the opponents in the final? | Which team was defeated on the great day? | Whom did
              {club1} overcome in the final?
            ? n.crowd: How many watched the cup win? | What was the attendance at the match? | How many spectators
              saw the triumph?
            ? p.goal: Who decided the cup match? | Which player found the net in the final? | Whose goal won the
              trophy?
            ? l.from: Where had the scorer played or lived before? | From what place did the match winner join? |
              Where did the hero of the final come from?
            ? p.coach: Who was in charge of the side? | Which coach led {club1} to the cup? | Who had trained the
              winners?
            ? x.train: What was unusual in the preparation? | How were the players got ready? | Which odd method
              helped the players?
            ? n.margin: How heavy was the earlier defeat? | By how many did the side go down in {city1}? | What was
              the difference in goals in {city1}?
            ? d.debt: When was {club1} close to bankruptcy? | In which year did money run out? | When did creditors
              threaten the club?
            ? n.debt: How much did {club1} owe? | What was the sum of the debts? | How big a sum could {club1} not
              pay?
            ? p.saviour: Who rescued the finances? | Thanks to whom did {club1} survive? | Who paid off the
              creditors?
            ? l.women: Where do the women of {club1} train? | In which place does the women's side practise? | What
              is the training place of the female players?
            """)

    static let collegeTraining = QASchema(
        name: "college",
        frames: """
            = {town1} College
            --
            {town1} College was [founded|opened] in <d.founded:{y1=year 1820 1889}> with [a gift|a legacy] from
              <p.donor:{per1}>, who had [grown rich|made a fortune] [on|from] <x.wealth:{pick guano;pianos;candle
              wax;railway sleepers;quinine}>.
            ~ [The first|Its first] class [numbered|consisted of] <n.first:{words 7 19} students>, [taught|all
              taught] by {per2} in <x.room:{pick a disused chapel;the upper floor of an inn;a boathouse;a former
              prison}>.
            ~ Women were [admitted|let in] from <d.women:{y2=after y1 15 45}>, [after|following] a
              [petition|campaign] [led|begun] by <p.campaign:{per3}>.
            ~ [Its strongest|The best known] [department|subject] is <x.subject:{pick marine
              engineering;bookbinding;veterinary science;the study of dialects;astronomy}>, [housed|based] since
              {y3=year 1950 1979} at <l.site:{town2}>.
            ~ [Today|At present] <n.now:{num 2100 9900 100} students> are enrolled, [of whom|and of these] {num 200
              900} come from <l.abroad:{country1}>.
            The [motto|college motto] [means|translates as] "<x.motto:{pick slowly but gladly;ask the river;nothing
              twice;bread and stars;we measure}>".
            ? d.founded: When did {town1} College begin? | In what year was the college established? | Since what
              year has there been a* {town1} College?
            ? p.donor: Whose money made the college possible? | Who endowed {town1} College? | Who gave or left the
              money for it?
            ? x.wealth: How did the benefactor get rich? | What was the source of the donor's wealth? | In which
              trade was the founder's fortune made?
            ? n.first: How many people studied there at the start? | What was the size of the opening class? | How
              many were taught in the beginning?
            ? x.room: Where were lessons held to begin with? | In what kind of building did teaching begin? | Which
              unlikely premises served as classroom?
            ? d.women: From when could women study at {town1} College? | In which year did the college open its
              doors to women? | Until when had the college been for men alone?
            ? p.campaign: Who fought for the admission of women? | Which person led the petition? | Who stood at the
              head of the women's cause?
            ? x.subject: For what field is the college best known? | Which subject has the highest reputation there?
              | In which discipline does the college excel?
            ? l.site: Where is the leading department located? | In which place is the famous subject taught? | To
              which place must one go for the best department?
            ? n.now: How many students does {town1} College have now? | What is the current enrolment? | How many
              people are studying at present?
            ? l.abroad: From which country do many students come? | Which foreign country sends hundreds of
              students? | Which foreign nation is well represented among the students?
            ? x.motto: What does the motto say? | What is the motto of {town1} College in English? | Which words are
              the college's guiding principle?
            --
            [A scandal|An affair] [shook|divided] {town1} College in <d.affair:{y4=year 1901 1938}>, when the
              [rector|principal], <p.rector:{per4}>, [was found|was discovered] to have <x.deed:{pick sold the
              library's maps;forged a diploma; pawned the silver;examined a nephew}>.
            ~ [The teachers|The staff] [voted|decided] by <n.vote:{num 22 60} votes> to {num 3 19} for
              [dismissal|removal], but {per5} [resigned|left] in protest.
            ~ [Order was restored|Peace returned] under <p.new:{per6}>, [who came|who was called] from the
              university of <l.new:{city1}> and [stayed|remained] for <n.reign:{words 7 18} years>.
            ~ [The new|A new] [hall|laboratory], [opened|finished] on <d.hall:{d1=date 1940 1969}>, was
              [designed|planned] by {per7} and [cost| swallowed] <n.cost:{num 100 900},000 crowns>.
            ~ [Each spring|Every May] students [race|compete] in <x.race:{pick bathtubs;wheelbarrows;paper
              boats;stilts}> from {town3} to <l.race:{town4}>.
            ? d.affair: When did the affair come to light? | In which year was the college rocked by a scandal? |
              When was the principal or rector exposed?
            ? p.rector: Who was the guilty head of the college? | Which head of {town1} College misbehaved? | Whose
              misdeeds shook the college?
            ? x.deed: What was the head of the college guilty of? | What offence was uncovered at {town1} College? |
              What had the head of the college done wrong?
            ? n.vote: How many of the staff were for the dismissal? | What number voted to remove the head? | How
              large was the majority in favour of dismissal?
            ? p.new: Who brought calm to the college? | Who became head after the affair? | Which successor restored
              order?
            ? l.new: Where had the new head worked earlier? | From which city was the successor recruited? | In
              which city had the successor held a post?
            ? n.reign: How long did the successor hold the post? | For what period did the next head lead the
              college? | How many years did the peacemaker stay?
            ? d.hall: On what date was the new building ready? | When was the building inaugurated? | When was the
              building work over?
            ? n.cost: What was the price of the new building? | How much was spent on building? | How costly was the
              project?
            ? x.race: What do the students travel in during the yearly contest? | With what is the annual race run?
              | Which odd craft or gear do the racers use?
            ? l.race: Where does the race finish? | At which place is the finishing line? | What is the goal of the
              students' contest?
            """)
}
