extension NERDomain {
    static let newsValidation = NERDomain(
        name: "news",
        frames: """
            ^ gunman [surrenders|escapes] after {city1} siege
            ^ {aid1} [convoy|nurses] [stuck|attacked] near {town1}
            ^ {per1.last} [kidnapping|libel] case opens in {country1}
            A gas explosion tore through a bakery in {street1} in {city1} , wounding {num 3 40} , {media1} reported .
            Divers recovered the body of {per1} , a* {country1.adj} [student|cyclist] who had been missing since {month}
              .
            {body1.bare} chief {per1} told reporters that the trail had led to {town1} and gone cold .
            As the floods retreat from {region1} , {aid1} fears that dirty wells will do more harm than the
              [{river1}|water] did .
            [Mayor|Warden] {per1} has asked {country1} 's army to clear the road between {town1} and {town2} .
            {per1} , {num 20 60} , and {per1.his} cousin {per2} , {num 20 60} , pleaded guilty to robbing {bank1} .
            The strike , called by {union1} , emptied {venue1} of all but a few stray {country1.people} .
            " It came down like a wall , " recalled {per1} , whose [farm|guest house] overlooks {landmark1} .
            Church bells rang in {town1} when word came that the miners were alive .
            {company1} offered each family in {town1} a sum that their lawyer , {per1.initial} , dismissed as an insult
              .
            Stone by stone , villagers are putting {venue1} back together .
            {media1} apologised to {per1} for a photograph that in fact showed {per2} .
            Two {country1.adj} nationals were turned back at {venue1} with [forged|borrowed] papers .
            No word has come from the trawler {mission1} since it rounded {landmark1} on {weekday} .
            In {month} {city1} buried its dead ; by {holiday1} the cafes were full again .
            The [arsonist|forger] {per1} , who once worked for {company1} , was caught trying to cross into {country1} .
            {faith1} and {faith2} clergy prayed together in {city1} for the victims of the {town1} fire .
            Price rises have brought crowds onto {street1} for the fourth night , according to {media1} .
            {per1.last} and {per2.last} do not speak to each other , though their shops share a wall in {city1} .
            """)
}
