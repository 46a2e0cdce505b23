extension SentimentFrames {
    static let validation = SentimentFrames(
        words: """
            @wear
            have survived two toddlers and a flood / fell apart in their box; are as good as on the first day / went into the bin;
            kept us warm through the storm / let in water from all sides; won us the tournament / cost us the tournament
            @guests
            would not leave the table / asked where the nearest snack bar was; emptied every bowl / pushed the bowls away;
            drank to the cook / blamed the cook
            @half
            rang my sister to tell her of it / went home to do the dishes; missed dinner because of it / threw it across the room;
            did not want it to end / wanted nothing but the end
            @luck
            the upgrade was free and the pilot sang / my suitcase went to another continent;
            the queue was gone and our seats were the best in the house / we stood behind a pillar;
            they mended it while I had a coffee / they lost the only key;
            my old files were all still there / my old files were all gone
            @again
            At any price / Not at any price; Any day / Not in this life; Tomorrow, if I could / I would sooner do it myself
            @short
            go and see for yourself / save yourself the fare; a place to come back to / a place to stay away from;
            five stars / one star; more of this, please / never again, please
            @parcel
            came sooner than they had said / has not come to this day; was exactly what I had ordered / was for somebody else
            @swap
            I would not give this one back / I would like the old one back; the new one wins / the old one wins;
            I was right to switch / I was wrong to switch
            """,
        frames: """
            The [lentils|pancakes|plums] were so {+food} that we told the [waitress|kitchen].
            {per1} [answered|dealt with] our complaint and was {+person} about it.
            I have seldom held a [phone|racket|violin] as {+thing} as this one.
            Say what you like, the [second|third|last] season is {+story}.
            For once, an attic as {+place} as in the photographs.
            A more {+story} biography of {per1} is hard to imagine.
            The [harbour tour|dance class|cooking course] in {city1} is {+verdict}, no more and no less.
            It isn't often that a [speech|parade|circus] has me so {+felt}.
            {per1} [danced|juggled|recited] {+how} all night.
            Whoever designed this [stapler|toaster|helmet] made something {+thing}.
            My [sons|twins|students] all {+said} the [zoo|planetarium|aquarium].
            The [landlady|dentist|ticket inspector] didn't seem {-person} to me at all.
            I can't think of one {-story} moment in {work1}.
            Contrary to what I was told, the [gravy|porridge|jam] isn't {-food}.
            The [loft|boathouse|dormitory] is by no means {-place}.
            {per1}'s new musical was supposed to be {-verdict}, and isn't.
            I wasn't {-felt} by any of it, [to be honest|I have to say].
            No one in our row seemed {-felt}.
            You could not accuse {work1} of {-trait}.
            This [ladder|lawnmower|raincoat] is not nearly as {-thing} as its price suggests.
            To describe the [voyage|retreat|regatta] as {-verdict} would be a lie.
            The [sequel|debate|finale] was less {-story} than we had {+fear}.
            The stairs are {-place}, the view from the top is {+verdict}, and the view is all that matters.
            {per1} is {-person}, I admit, and yet I was {+felt} by {per1.his} concert.
            Even the {-food} [biscuits|olives] can't change my mind: an afternoon in {city1} is {+verdict}.
            Granted, the [lid|strap] feels {-thing}, but all in all I {+said} this [flask|backpack].
            I {+said} the [poems|diary|memoir]; my husband called it {-story}.
            Despite a* {-story} opening, {per1}'s latest is {+verdict}.
            At first I was {-felt}; by the end I {+said} it.
            We had been led to expect {-verdict}, so the {+person} crew came as a surprise.
            A year on, the [boots|gloves|skis] {+wear}.
            Our guests from {city1} {+guests}.
            Halfway through the [film|lecture|audiobook] I {+half}.
            [Lovely|Brilliant|Fantastic|My lucky day]: {+luck}.
            Would I [hire|book|ask] {per1} again? {+again}.
            {town1} in short: {+short}.
            The [refund|parcel|replacement] {+parcel}.
            I have tried both [sewing machines|routes|banks] now, and {+swap}.
            """)
}
