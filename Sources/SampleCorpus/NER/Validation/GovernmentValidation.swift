extension NERDomain {
    static let governmentValidation = NERDomain(
        name: "government",
        frames: """
            ^ {city1} [talks collapse|accord signed]
            ^ {per1.last} survives no-confidence motion
            ^ {parliament1} to look into {body1}
            By a single ballot {parliament1} sent the {law1} back to {ministry1} .
            {per1} , long tipped to lead {party1} , ruled {per1.him}self out in an interview with {media1} .
            {city1} recalled its envoy after {country1} gave shelter to the {ideology1} exile {per1} .
            Hopes that {per1} and {per2} might share power faded when {party1} left the room .
            {body1} must explain to {parliament1} how {company1} came to build the jail at {town1} .
            Voters in {region1} go back to the ballot box on {weekday} , and {per1} is nervous .
            The {country1.adj} premier , {per1} , toasted {per2} , {per1.his} {country2.adj} guest , with apple juice .
            <LOC:Washington> has urged both sides to sit down in {city1} .
            Every {party1.bare} minister in {city1} has been told to fly second class .
            {ministry1} mislaid the only signed copy of the {law1} , a clerk admitted to {body1} .
            Since the {war1} , {country1} has kept no garrison in {town1} .
            {union1} wants {per1} out , and says so on posters all along {street1} .
            {country1} , {country2} and {country3} abstained .
            For the {ideology1} old guard , {per1.last} is a traitor ; for {party1} {per1.he} is a gift .
            {per1} of {party1} unseated {per2} in {town1} by {num 3 90} votes .
            Asked whether {country1} would honour the {law1} , {ministry1.bare} spokeswoman {woman1} looked at her shoes
              .
            {per1} takes over at {ministry1} from {per2} , who returns to teaching law at {university1} .
            A leaked {ministry1.bare} memo says the {river1} bridge at {town1} could fall down .
            {company1} and {union1} were both invited to the palace ; neither {per1.last} nor {per2.last} shook hands .
            """)
}
