extension NERDomain {
    static let scienceValidation = NERDomain(
        name: "science",
        frames: """
            ^ {country1.adj} team [grows bone|reads oldest map] , {journal1} reports
            ^ {per1.last} wins {prize1}
            ^ {mission1} snaps moon of <LOC:Saturn>
            Why do eels swim to {landmark1} to breed ? {per1} of {university1} thinks {per1.he} knows .
            Writing in {journal1} , a group headed by {per1} and {per2} describes a fungus that eats plastic .
            When the {mission1} lander woke , controllers at {institute1} in {city1} wept .
            {institute1} has lent its only dodo skull to {university1} .
            Ash from {landmark1} turned up in ice that {country1.adj} glaciologists cored in {year 1980 1999} .
            The equation named after {per1} , a clerk from {town1} , still baffles students at {university1} .
            {company1} stopped paying for {per1} 's experiments once {journal1} printed the figures .
            Using the {product1} , {university1.bare} chemists watched a single bond break .
            Sea levels at {city1} have crept up {num 3 30} cm since {per1} first read the gauge there .
            {per1} failed physics at {university1} before {per1.he} won the {prize1} .
            Hardly a beech in {region1} is free of the beetle , says {per1} , who counts them for {institute1} .
            A second skeleton , found by {country1.people} digging a well near {town1} , lacks the jaw .
            {institute1} and its rival , {institute2} , will share time on the {country1.adj} telescope .
            Gravity is weaker over {region1} , data from {mission1} confirm .
            {ministry1} has asked {institute1} whether the {river1} is fit to swim in .
            The {faith1} calendar puzzled {per1} until {per1.he} looked at the tides .
            Mosaic viruses had ruined the crop , {university1.bare} botanist {per1} found .
            {per1} , who died in {city1} on {weekday} , gave the quark model its {country1.adj} nickname .
            Neither {per1} nor anyone else at {institute1} noticed that the freezer had been switched off .
            """)
}
