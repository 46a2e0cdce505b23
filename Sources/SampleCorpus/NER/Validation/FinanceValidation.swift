extension NERDomain {
    static let financeValidation = NERDomain(
        name: "finance",
        frames: """
            ^ {company1} in talks to rescue {company2}
            ^ {country1.adj} inflation hits {num 4 30}-year peak
            ^ {bank1} fined over {company1} loans
            # {company1} {dec 10 99} {dec 10 99} {dec 1 9}
            # {country1.adj} ten-year {dec 3 9}
            A poor quarter at {company1} wiped {num 4 20} percent off its value before lunch in {city1} .
            {per1} , who built {company1} from a single loom , has handed the keys to {per2} .
            {bank1} reckons that {country1} will need to borrow {num 2 40} billion next year .
            Investors are asking why {company1} spent so much on the {product1} , a machine few {country1.people} wanted
              .
            " Cash is king again , " {bank1.bare} strategist {per1} wrote in a note to clients .
            {exchange1.bare} officials are looking into heavy buying of {company1} on the eve of the announcement .
            Growers in {region1} fear that {company1} , by far their largest customer , will switch to {country1.adj}
              beans .
            {company1} is to move its head office from {city1} to {city2} , where taxes are lighter .
            Should {body1} object , {company1} would have to part with {company2} .
            {per1} of {bank1} doubts it ; {per2} of {bank2} is not so sure .
            Ribbon makers , millers and tanners all did well out of the weak currency .
            {union1.bare} leader {per1} called {company1} 's closure of the {town1} works a betrayal .
            A syndicate headed by {bank1} has sold its paper in {company1} at a loss .
            The {country1.adj} retailer opened its first branch in {city1} , opposite {company1} .
            {company1} , maker of the {product1} , blamed the {holiday1} break for thin order books .
            Blossom was late this year and apple futures rose on {exchange1} .
            <PER:Price> had been finance director of {company1} for only {num 3 20} days .
            According to {media1} , {company1} has quietly hired {bank1} to find a buyer .
            """)
}
