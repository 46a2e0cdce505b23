extension NERDomain {
    static let financeTraining = NERDomain(
        name: "finance",
        frames: """
            ^ {company1} [sees|posts|warns of] [lower|higher|flat] {month} [profit|sales]
            ^ {company1} [buys|sells|eyes] stake in {company2}
            ^ {country1.adj} [bonds|shares|coffee exports] [rise|slip|end lower]
            ^ {bank1} names {per1.last} [chief|chairman]
            ^ {exchange1} [closing prices|suspends {company1}]
            # {company1.short} {num 20 900} {pick up;down} {dec 1 9}
            # {country1.adj} [wheat|crude|copper] {dec 20 99} {dec 20 99}
            # {exchange1} index {num 900 4000} {pick up;down} {num 2 40}
            {company1} said on {weekday} its [net|pretax] profit rose {num 2 60} percent to $ {dec 2 90} million .
            Shares in {company1} [jumped|fell] {num 3 30} {pick pence;cents;yen} after {bank1} [cut|raised] its forecast
              .
            {company1} has agreed to [buy|acquire] {company2} for $ {num 20 900} million [in cash|in shares] .
            {per1} , chief executive of {company1} , [resigned|stepped down] [on {weekday}|after {num 3 15} years] .
            {bank1.bare} analyst {per1} [called|described] the [bid|results] [disappointing|generous] .
            The {country1.adj} central bank left its [key rate|discount rate] at {dec 3 12} percent .
            [Dealers|Traders] in {city1} said {country1.adj} [mills|refiners] had been buying [quietly|heavily] .
            {company1} will [close|sell] its {city1} [plant|depot|brewery] , with the loss of {num 40 900} jobs .
            Target for the year remains {num 200 900} million , [finance director|treasurer] {per1} said .
            {exchange1} [halted|suspended] trading in {company1} [at the company 's request|for two hours] .
            An apex of {num 200 400} points was reached before noon , but sellers returned .
            {company1} 's [new|much delayed] {product1} [costs|will cost] less than {company2} 's {product2} .
            {country1} [exported|imported] {num 20 900} tonnes of [tea|copper|cement] to {country2} in {month} .
            {union1} rejected {company1} 's offer of a* {dec 1 6} percent [rise|bonus] .
            {body1} [blocked|approved] the merger of {bank1} and {bank2} .
            [Founded|Started] by {per1} in a* {city1} garage in {year} , {company1} [now employs|employs] {num 200 9000}
              people .
            {per1} owns {num 5 49} percent of {company1} through {bank1} .
            {company1} shares closed [unchanged|higher] at {dec 10 90} in {city1} .
            Orbit , anchor and compass are among the words that the {company1} [logo|advert] plays on .
            " {company1} is [cheap|overvalued] , " said {per1} [of|at] {bank1} in {city1} .
            {ministry1} will [auction|sell] its {num 10 60} percent holding in {company1} [by {month}|this autumn] .
            The [insurer|grocer|airline] {company1} [hired|poached] {per1} from {company2} .
            Lenders led by {bank1} gave {company1} until {month} to [repay|refinance] {num 40 900} million in debt .
            {country1} 's [inflation|jobless rate] [eased|climbed] to {dec 2 14} percent in {month} from {dec 2 14} .
            {company1} [recalled|stopped making] the {product1} after complaints from {country1.adj} [customers|drivers]
              .
            Harvest delays in {region1} pushed [maize|olive oil] prices to a* {num 3 9}-month high .
            [Moreover|Meanwhile] , {per1.last} said {company1} had no plans to leave {country1} .
            [Turnover|Volume] on {exchange1} [thinned|dried up] ahead of {holiday1} .
            {company1} and its {country1.adj} partner {company2} are [drilling|building a smelter] near {town1} .
            Sterling [slipped|firmed] against the yen in quiet trade .
            {bank1} , {bank2} and {company1} each declined to comment .
            Orders for the {product1} have [doubled|slowed] , {company1} said in {city1} .
            {media1} said {per1} might [bid for|take over] {company1} .
            [Silver|Copper|Tin] closed at $ {num 200 900} an ounce on {exchange1} .
            {per1} , who [runs|founded] {company1} , [bought|sold] {num 2 30} percent of {company2} [last week|in
              {month}] .
            {company1} [lost|gained] ground in {city1} after {company2} [cut|raised] its prices .
            {company1} , {company2} and {company3} [make|sell] most of the [paint|shoes|cable] bought in {country1}
              .
            If {bank1} [agrees|refuses] , {company1} will [sell|float] its {country1.adj} [arm|branch] .
            The {product1} , [built|made] by {company1} in {town1} , [sold well|flopped] in {country1} .
            {company1} 's [chairman|head] in {city1} , {per1} , [blamed|thanked] {ministry1} .
            " Buy {company1} , " [says|advises] {bank1.bare} [economist|broker] {per1} .
            {bank1} and {bank2} [wrote off|lent] {num 3 90} million to {company1} , {media1} [said|learned] .
            The {town1} [plant|works|site] of {company1} makes [parts|paint] for {company2} .
            {per1} and {per2} , both of {bank1} , [disagree|agree] about {company1} .
            {company1} [loans|bonds] cost {bank1} [a fortune|{num 3 90} million] .
            [Few|Some] {country1.people} [bought|trust] the {product1} .
            [Retail|Toy] sales over {holiday1} [cheered|alarmed] {company1} and {company2} .
            [Weak|Firm] demand [kept|drove] {company1} [down|up] , said {per1} , who [trades|works] for {bank1} .
            """)
}
