/// Organisations and works of the training split. Companies are often named by ordinary words.
enum TrainingInstitutions {
    static let organisations = """
        @ORG company
        Orbit Telecom/Orbit; Blue Kettle Foods/Blue Kettle; Harvest Moon Bakeries/Harvest Moon; Anchor Shipping/Anchor;
        Granite & Sons/Granite; Summit Airways/Summit; Target Freight Inc./Target; Sterling; Lincoln Motors/Lincoln;
        Open Door Housing Ltd./Open Door; Compass Energy Plc/Compass; Silver Birch Timber/Silver Birch; Hamilton
        Steel/Hamilton; Matchbox; Lantern Media Group/Lantern; Northern Grain Corp./Northern Grain; Redwood
        Software/Redwood; Paper Crane; Kaneko Electric Co./Kaneko; Almeida Cement/Almeida; Vector
        Pharmaceuticals/Vector; Ortega Hermanos/Ortega; Dahlberg AB/Dahlberg; Ford & Winslow; Bell Mining/Bell; Fountain
        Mutual; Seven Bridges Insurance/Seven Bridges; Apex; Copper Beech Hotels/Copper Beech; Tidal; Chase Rail/Chase;
        Golden Fleece Textiles; Nova Petróleo/Nova; Pebble; Winter & Day; Bluebell Dairies/Bluebell; Fairweather
        Aircraft/Fairweather; Oak Tree Insurance; Cardinal Oil; Nakagawa Heavy Industries/Nakagawa; Swift Parcels;
        Grasshopper; Lion Brewery; Kestrel Chemicals Ltd.; Moreau & Fils; Pacific Copper; Signal; Three Rivers Water;
        Velvet; Zielinski Glass; Rose Cosmetics; Northwind; Umbrella Stores; Pioneer Seeds; Turbine Works AG; Black Swan
        Publishing; Cherry; Hearth & Home
        @ORG bank
        the Bank of Norbridge; Preston Brothers; First Harbour Bank/First Harbour; Kent Savings Bank; Caja del Sur; Sato
        Securities; Rosenthal & Co.; Union Credit; Crown Discount House; Sterling Trust; the Baltic Investment Bank/the
        BIB; Lake & Mortimer; Banque du Nord; Merchants Trust; Garland Pascoe; Pacific Savings; Hill Street Capital
        @ORG exchange
        the Warsaw Stock Exchange; the Northern Metal Exchange/the NME; the Tokyo Grain Exchange; the Toronto Futures
        Exchange
        @ORG media
        the Morning Ledger; the Daily Beacon; Radio Meridian; the Evening Courier; Channel Nine; El Faro; Gazeta
        Północna; the Harwick Mercury; the Tribune; Asahi Weekly; Pressline; the Sunday Observer-Times; the Star; Le
        Matin; Radio Free Silesia; Capital Wire; the Northern Echo Review; Kurier; Télé Sud; the Weekly Argus
        @ORG aid
        Open Hands; Doctors for Peace; Children First; Water For All; the World Shelter Fund/the WSF; Blue Dove; the
        Harbour Relief Committee; the Refugee Aid Network/the RAN; Lifeline; Save the Coast; Seeds of Hope; Clean Water
        Now; Rescue Abroad; Bread First; Human Shield; the Mothers' Committee
        @ORG body
        the Civil Aviation Board/the CAB; the Land Registry; the Coast Guard; Kent Police; the Metropolitan Fire
        Brigade; the Federal Election Commission; the High Court; the Food Standards Office/the FSO; the National
        Weather Service; the Port Authority; the Highways Agency; the Human Rights Council; the Border Police; the
        Patent Office; the Competition Board; the Court of Auditors; the Election Council; the Medical Board; the River
        Police; Scotland Row
        @ORG ministry
        the Ministry of Transport; the Foreign Ministry; the Home Office; the Department of Fisheries; the Treasury; the
        Ministry of Public Works; the Department of Mines; the Defence Ministry; the Ministry for Rural Affairs; the
        Finance Ministry; the Education Ministry; the Ministry of Trade; the Department of Health; the Ministry of
        Culture; the Justice Department; the Agriculture Ministry
        @ORG party
        the Progress Party; the Green Alliance; the Labour Union; the Centre Democrats; the People's Front; National
        Unity; the Farmers' League; Civic Platform for Reform/CPR; the Liberal Forum; Popular Action; the Justice Party;
        the Social Democrats; the National Congress; the Workers' Party; New Dawn; the Republican Alliance; Democratic
        Way
        @ORG parliament
        Parliament; the Senate; the Sejm; the National Assembly; the Lower House; Ravensby Town Council; the City
        Council; the Chamber of Deputies; the House of Representatives; the Duma; the Riksdag; the Federal Council
        @ORG union
        the Dockers' Union; the National Union of Miners/the NUM; the Teachers' Federation; the Allied Transport
        Workers/the ATW; the Nurses' League; the Federation of Small Traders; the Chamber of Commerce; the Consumers'
        Association; the Bakers' Union; the Railway Workers' Association; the Engineers' Guild; the Farmers' Union
        @ORG club
        Harwick Rovers/Harwick; Norbridge United; Racing Ravensby; Dunmere Athletic/Dunmere; Real Málaga; Dynamo; Carrow
        Wanderers/Carrow; Thornbury Town; Sparta; Hexford Hawks/Hawks; Lincoln Saints/Saints; Chester City; Orlando
        Storm; Preston North; Osaka Giants; Coldbrook Rangers/Rangers; Stanhope Eagles/Eagles; Atlético Lima; Galatea;
        Bears; Millhaven Villa; Kraków Lions; Otterburn Harriers; Sporting Salvador; Red Foxes; Inter Lagos; Elmstead
        Celtic; Phoenix Suns of the North; Torpedo; Boston Bulls; Racing Valencia; Pirates; Naples Albion; Brackley Town
        @ORG federation
        the Athletics Federation; the World Rowing Council; the Cycling Union/the WCU; the Premier League Board; the
        Tennis Association; the Olympic Committee; the Northern Football Association/the NFA; the Skating Union; the
        Boxing Council; the Golf Association; the Basketball League; the Cricket Board
        @ORG university
        Norbridge University; the University of Toronto; the Kraków Institute of Technology; Lincoln College; the
        Harding School of Medicine; the University of Nairobi; Osaka Metropolitan University; the Technical University
        of Denmark; Penrose College; Drayford Polytechnic; the Free University of Prague; Penrose Medical School; King's
        College; the Sorrel School; Universidad del Sur; Geneva Academy
        @ORG institute
        the Institute of Marine Biology; the Kestrel Observatory; the Polar Research Centre; the Rutherford Laboratory;
        the Museum of Natural History; the Vaccine Research Unit/the VRU; the Space Physics Group; the Botanical Survey
        of India; the Deep Ocean Programme/the DOP; the Dahlberg Foundation; the National Seismology Centre; the Academy
        of Medicine; the Geological Survey; the Hayashi Institute; the Centre for Climate Studies; the Weather
        Laboratory; the Nuclear Research Council; the Royal Aquarium; the Genome Centre; Salter Clinic
        @ORG journal
        Annals of Ecology; Northern Lancet; Earth Letters; Journal of Cell Repair; Cosmos Review; Proceedings in
        Physics; Brain and Memory; Modern Chemistry; Science Weekly
        @ORG operator
        Blue Funnel Tours; Summit Airways; Silk Road Travel; Coastal Ferries; Wagon Express; the Night Sleeper Company;
        Trailblazer; Andes Adventures; Sunrise Hotels; Island Hopper; the Youth Hostels Association/the YHA; Polar
        Cruises; Red Line Ferries; Alpine Express; Sunset Coaches; Mermaid Line; Monarch Safaris; Happy Feet Walks
        """

    static let works = """
        @MISC event
        World Cup; Harbour Cup; Winter Games; Nordic Open; Coronation Stakes; Tour of Andalusia; Pan-American Games;
        King's Plate; Autumn Classic; Davis Trophy; Six Rivers Rally; Commonwealth Regatta; Champions Shield; Northern
        Derby; African Nations Cup; Masters; Spring Marathon; Boat Race; Southern Cross Cup; European Championship;
        Roland Trophy; Winter Classic; Golden Gloves; Grand Slam of Brackley; Tour of Flanders Fields; Indian Open;
        Island Games; Four Hills Tournament
        @MISC holiday
        Easter; Ramadan; Diwali; Lantern Festival; Independence Day; Midsummer; Carnival; Feast of St. John;
        Thanksgiving; Eid; Hanukkah; Bastille Day; New Year; Holi; All Saints; May Day
        @MISC work
        The Glass Orchard; Winter Letters; A Map of Salt; Rigoletto; Night Train to Lagos; The Cartographer; Hamlet;
        Paper Boats; Symphony No. 4; Seven Summers; The Miller's Daughter; Ode to Rain; The Magic Flute; The Silent
        Harbour; Carmen; Broken Compass; The Emperor of Salt; Macbeth; Letters from a Lighthouse; A Season of Ash; The
        Gardener's Daughter; Swan Lake; Blue Horizon; The Last Ferryman; Dust and Thunder; Nocturne in Grey; Stories for
        Winter; The Beekeeper's Wife; Cantata
        @MISC product
        Kestrel 400; Falcon 9X; Orbit Mini; Silverline; PX-12; Matchbox Pro; Tundra; Lincoln Roadster; Sky Lark; Windows
        on Water; A320; Aquila; Orion 5; Mirage; Swift Mark II; Lynx; DX-80; Boeing 727; Grasshopper Mini; Cobra; T-34;
        Pebble Lite; Nova S; Condor; MiG-21; Jupiter Pro; Cherry Phone; Velvet Touch; Caravelle; Hornet
        @MISC mission
        Pathfinder; Aurora 3; Polar Star; Venera; Skylark; Beagle; Voyager; Ice Bridge; Long Count; Northern Star;
        Discovery 4; Esperanza; Orpheus; Wayfarer; Sea Lion; Mercury 9; Lady of the Lake; Challenger; Neptune; Blue
        Marlin; Santa Clara; Explorer 1; Perseus
        @MISC law
        Clean Rivers Act; Housing Bill; Treaty of Norbridge; Shops Act; Coastal Fisheries Accord; Chester Declaration;
        Fair Wages Bill; Freedom of Records Act; Public Health Act; Patents Bill; Geneva Convention; Treaty of Prague;
        Land Reform Act; Press Bill; Privacy Act; Kyoto Accord; Pensions Bill; Road Traffic Act
        @MISC prize
        Nobel Prize; Golden Quill; Rutherford Medal; Order of Merit; Palme d'Or; Silver Bear; Penrose Award; Pulitzer
        Prize; Order of the White Rose; Turing Medal; Golden Globe; Prix Goncourt; Mason Prize; Bronze Horse; Legion of
        Merit
        @MISC faith
        Catholic; Buddhist; Orthodox; Islamic; Hindu; Jewish; Lutheran; Quaker; Shiite; Baptist; Zen; Coptic;
        Presbyterian
        @MISC war
        Second World War; Crimean War; Cold War; Boer War; Napoleonic Wars; Gulf War; Seven Years War; Hundred Years War
        @MISC ideology
        Communist; Marxist; Social Democrat; Conservative; Republican; Liberal; Fascist; Leninist; Royalist; Trotskyist;
        Gaullist
        """
}
