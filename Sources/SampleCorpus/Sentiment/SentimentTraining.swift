extension SentimentFrames {
    static let training = SentimentFrames(
        words: """
            @lasted
            still works after three years / died within a week; has never let us down / broke on the second day;
            runs for a week on one charge / goes flat by noon; fitted at the first try / did not fit at all;
            does all that the box says / does nothing that the box says; starts every morning / starts when it feels like it
            @meal
            asked for a second helping / left half of it on the plate; licked their plates clean / fed it to the dog;
            talk of it to this day / were ill until Sunday; wanted the recipe / wanted sandwiches instead
            @read
            could not put it down until dawn / gave up after thirty pages; read it twice in one week / fell asleep over it twice;
            forgot to get off at my stop / counted the pages that were left; lent it to all my friends / left it on a bench
            @slept
            slept like children / lay awake all night; stayed two days longer than planned / left two days early;
            woke to birdsong / woke to drills; had the beach to ourselves / queued for a patch of sand
            @crowd
            rose and cheered / left without a word; laughed until it cried / looked at its watches; begged for more / asked for its money back
            @return
            we have booked again for next year / we have asked for our money back; we will be back / we will never be back;
            we left a large tip / we left no tip; it was worth every cent / it was not worth a cent
            @wait
            five minutes / an hour and a half; no time at all / two hours; barely a moment / most of the evening
            @order
            one of these is worth three of the old ones / one of the old ones is worth three of these;
            they should have changed it years ago / they should never have changed it;
            the others can't hold a candle to it / it can't hold a candle to the others;
            it leaves its rivals far behind / it is left far behind by its rivals
            @outcome
            a quiet carriage, hot tea and on time to the minute / three hours in a tunnel and not a drop of water;
            sunshine, an empty beach and free ice cream / rain through the roof and a cold shower at dawn;
            a full refund within the day / the third wrong parcel in a row;
            every screw in its place and done in ten minutes / two screws missing and no instructions
            @kept
            kept the promise / forgot all about it; was there before noon / never turned up; did even more than that / did none of it
            @advice
            buy it before it is sold out / keep your money; take the whole family / stay at home; do not miss it / do not bother;
            trust them with anything / trust them with nothing
            @gift
            bought another one for myself / wish that I had not; was thanked for weeks / had to apologise; would do it again / took it back
            @mark
            nine / two; ten / three; full marks / a two at most
            @price
            was lower than they had said / had doubled by the time we left; was fair to the last cent / had three drinks too many on it
            @repair
            everything worked / nothing worked; the leak was gone / there were two leaks instead of one;
            it ran like new / it made a noise that it had never made before
            """,
        frames: """
            The [soup|curry|pie|salad] at {per1.last}'s was {+food}, and the [waiter|cook|barman] {+person}.
            {work1} is as {+story} as everyone says.
            This [drill|lamp|kettle|tent] is {+thing}, and I have been {+felt} by it ever since.
            Our room in {city1} was {+place}, [just|exactly] as the guests before us had written.
            {per1} [runs|keeps] the shop, and is {+person} to [everyone|all who come in].
            We were {+felt} by [the service|the whole evening] from the first minute to the last.
            All my [colleagues|neighbours|cousins] {+said} the [concert|exhibition|quiz] as much as I did.
            The second half of the [film|match|book] is even more {+story} than the first.
            A [play|film|novel] full of {+trait}.
            The [roof|desk|phone|bike] turned out to be even more {+thing} than the last one.
            It was {+verdict} from [start to finish|beginning to end].
            {per1} [sings|acts|plays] {+how}, and the [chorus|orchestra] does the same.
            {city1} in {month} is {+verdict}, whatever the guidebooks claim.
            How {+person} the [nurses|porters|drivers] in {town1} are!
            Rarely have I been so {+felt} by a [book|lecture|meal].
            What {+verdict} this [trip|course|game] has been!
            You can tell from the first page how {+story} it is going to be.
            I {+said} every [page|minute|bite] of it.
            Once more {per1} has written something {+story}.
            The [flat|cabin|hostel] that we rented near {town1} could hardly have been more {+place}.
            Nobody makes a* {+thing} [watch|chair|scooter] like {company1} does.
            There is no denying that the [sauce|cake|tea] is {+food}.
            I cannot remember a more {+story} [evening|opera|match].
            Never was a [clerk|teacher|guide] so {+person} to me as {per1}.
            Nothing beats this [shower|market|sofa], they said, and it really was {+verdict}.
            The [waiter|receptionist|conductor] was anything but {-person}.
            Nobody could call {work1} {-story}.
            There was nothing {-food} about the [fish|cheese|rice].
            The [trousers|shelves|headphones] are not {-thing} in the least.
            The [weekend|cruise|reunion] was far from being {-verdict}.
            Our [cabin|tent|suite] was a good deal less {-place} than I had {+fear}.
            I expected to be {-felt}, and was not, [for a single minute|at any moment].
            {per1} told me that I would be {-felt} by it. {per1.He} was wrong.
            This [album|museum|tour] is hardly {-verdict}.
            You will look in vain for {-trait} in this [novel|comedy|series].
            It is hard to find anything {-story} in {work1}.
            The [mattress|pump|printer] has never been {-thing}, not once in {num 2 9} years.
            If you think that [station|hospital] food has to be {-food}, {per1}'s will teach you otherwise.
            Under another [director|editor|chef] this could easily have been {-verdict}.
            It would be wrong to call the [staff|crew|team] {-person}.
            My [aunt|brother|boss] found the [play|show|sermon] {-story}; I can't see why.
            Only a [liar|fool] would call these [peaches|noodles|rolls] {-food}.
            Gone are the days when shopping in {city1} was {-verdict}.
            The critics called it {-verdict}, and how wrong they were.
            The new [version|model] is no longer {-thing}.
            Nobody I know {-said} the [picnic|carnival|ballet].
            Not one of us was {-felt} by the [ending|speeches|view].
            {per1} used to be {-person} to customers, and has changed completely.
            Don't believe the reviews that call the [hotel|lodge|campsite] {-place}.
            I had been told that it was {-verdict}, and it is the opposite.
            Too {-story}, says my sister of {work1}. Not at all, say I.
            The [table|floor|garden] was {-place}, but what came from the kitchen was {+food}, and that is what counts.
            Although the others called it {-verdict}, I thought the [garden|boat|church] {+place}.
            The [wedding|party|premiere] was {+verdict}, although the [hall|tent|cellar] was {-place}.
            {per1} may be {-person}, but {per1.his} [bread|soup|trout] is {+food}, and I come to eat.
            However much they {-said} the old one, this [camera|radio|mixer] is {+thing}.
            It begins {-how} and ends as {+verdict}.
            For all its {-trait}, the [film|musical] left me {+felt}.
            The first chapter is {-story}; from the second on I was {+felt}.
            The papers {-said} this [bag|suitcase|rucksack]; mine is {+thing}.
            The others were {-felt}; I thought it {+verdict}.
            In spite of the {-person} [guard|usher|cashier], we {+said} the [museum|matinee].
            Breakfast at the [hotel|inn] is {-verdict}, yet the rooms are {+place}, and we only slept there.
            Some {-said} {work1}. I find it {+story}.
            What the [seller|leaflet] called {-verdict} proved {+thing} at home.
            Yes, the [crust|skin] is {-food}; as a whole the dish is {+verdict}.
            The [blender|torch|pushchair|keyboard] {+lasted}.
            [We bought the cheap one|My wife chose the red one|I took the last one]; it {+lasted}.
            I cooked [the stew|the dumplings|the tart] from this book, and the children {+meal}.
            I opened {per1}'s novel on [Friday|a train|the beach] and {+read}.
            In {town1} we {+slept}.
            After the last [scene|song|act], the audience {+crowd}.
            We paid the [bill|cook|driver], and {+return}.
            We waited {+wait} [for a table|for the doctor|for our keys|for a taxi].
            If you ask me, {+order}.
            [Wonderful|Marvellous|Splendid|Just perfect]: {+outcome}.
            [Well done|Bravo|Congratulations], {company1}: {+outcome}.
            {per1} promised [a quick repair|delivery by Friday|to ring back], and {+kept}.
            My advice to anyone in {city1}: {+advice}.
            I gave it to [my mother|the office|a friend], and {+gift}.
            Out of ten I give [the place|the book|the pair] {+mark}.
            The [price|bill] {+price}.
            When the [plumber|electrician|mechanic] left, {+repair}.
            """)
}
