/// People and places of the training split.
///
/// Some names are in two lists on purpose: a surname that is a town, a first name that is a country.
enum TrainingNames {
    static let people = """
        @- female
        Amara; Beatrice; Charlotte; Dorota; Elena; Fiona; Georgia; Hanna; Ingrid; Joanna; Katarína; Leila; Marisol;
        Nadia; Odile; Petra; Renata; Sofia; Tamara; Ursula; Victoria; Wanda; Yasmin; Zoë; Adelaide; April; Brigitte;
        Clara; Deborah; Esther; Frances; Grace; Helen; Irene; Judith; Karen; Louise; Mónica; Naomi; Patricia; Rosa;
        Susan; Thérèse; Violet; Ewa; Åsa; Mei; Akiko; Ngozi; Priya; Alma; Bronwen; Celeste; Dilys; Edith; Farida;
        Gudrun; Hilda; Iris; Josephine; Kamala; Lorraine; Miriam; Noor; Ottilie; Philippa; Rukmini; Solveig; Thandi;
        Ulla; Vera; Winifred; Yolanda; Zara; Ximenia; Bettina; Chloe; Dorothea
        @- male
        Aleksander; Bernard; Carlos; David; Emil; Félix; Gordon; Henrik; Ibrahim; Jakub; Kenneth; Lars; Martin; Nelson;
        Orlando; Pavel; Rafael; Santiago; Tomasz; Victor; Walter; Yusuf; Anton; Bruno; Colin; Douglas; Edward; Frank;
        Gerald; Harold; Isaac; Jordan; Kofi; Leon; Malcolm; Norman; Oscar; Patrick; Raymond; Stefan; Troy; Viktor;
        William; Lincoln; Hiroshi; Sanjay; Mehmet; Łukasz; José; Jürgen; Alasdair; Boris; Cormac; Dmitri; Ernest;
        Fyodor; Gilbert; Hector; Ivan; Jerome; Kazimierz; Lucas; Marcel; Noel; Olaf; Percy; Ravi; Sergei; Theo; Ulrich;
        Vasily; Wilfred; Xavi; Zoltan; Basil; Clement; Desmond; Emeka
        @- surname
        Lincoln; Preston; Chester; Kent; Hamilton; Sterling; Hunter; Bishop; Banks; Rivers; Nelson; Jordan; Warwick;
        Bolton; Marsh; Field; Chase; Bell; Ford; Cook; Abbott; Almeida; Andersson; Baranowski; Beaumont; Bergström;
        Blake; Castellano; Corrigan; Czerny; Dahlberg; Dubois; Eriksen; Farouk; Fairbanks; Fernández; Gallagher;
        Grimaldi; Gupta; Haddad; Harding; Hashimoto; Hollis; Ibáñez; Ivanov; Jankowski; Kamau; Karlsson; Kowalczyk;
        Lachance; Larkin; Lindqvist; MacLeod; Marchetti; Mbeki; Medina; Moreau; Mukherjee; Nakagawa; Novák; Nyström;
        O'Brien; Okafor; Olsen; Ortega; Papadakis; Pereira; Petrov; Quigley; Ramírez; Rosenthal; Rutherford; Sandoval;
        Sato; Schuster; Singh; Sørensen; Takeda; Thornton; Van der Berg; Vasquez; Villeneuve; Weatherby; Winslow;
        Yilmaz; Zielinski; de la Cruz; Ashdown; Pemberton; Radcliffe; Tran; Nguyen; Osei; Hargreaves; Whitlock;
        Drummond; Achterberg; Barlow; Chukwu; Delacroix; Ellery; Fontaine; Garland; Hayashi; Irving; Jaworski; Keating;
        Lund; Mortimer; Nair; Oyelaran; Pascoe; Quispe; Rahman; Salter; Tierney; Usher; Vance; Whitaker; Yamada; Zapata;
        Brook; Day; Fox; Hill; King; Lake; Mason; Pope; Rose; Swift; West; Young
        """

    static let places = """
        @LOC city
        London; Madrid; Warsaw; Nairobi; Tokyo; Toronto; Santiago; Stockholm; Istanbul; Bangkok; Dublin; Budapest;
        Lagos; Athens; Copenhagen; Mumbai; Seoul; Hanoi; Lima; Cairo; Montreal; Barcelona; Kraków; Gothenburg; Osaka;
        Málaga; Vancouver; São Paulo; Casablanca; Marseille; Lyon; Charlotte; Orlando; Adelaide; Troy; Victoria;
        Hamilton; Nelson; Lincoln; Preston; Chester; Bolton; Chicago; Boston; Denver; Atlanta; Ho Chi Minh City; Cape
        Town; Sofia; Prague; Vienna; Brussels; Geneva; Zurich; Amman; Manila; Jakarta; Delhi; Karachi; Havana; La Paz;
        Lusaka; Kyiv; Riga; Leeds; Manchester; Liverpool; Seattle; Phoenix; Naples; Brisbane; Salvador; Valencia
        @LOC town
        Harwick; Denby Cross; Ashmere; Coldbrook; Eastleigh Bay; Fernholt; Greywater; Holloway Ferry; Kestrel Point;
        Lower Aldham; Millhaven; Norbridge; Oakhanger; Penrose; Quarrington; Ravensby; Saltmarsh; Thornbury; Upper Wick;
        Westerfold; Yarrowby; Brackley; Carrow; Dunmere; Elmstead; Fairlight; Garstang; Hexford; Langmoor; Market
        Selby; Otterburn; Pickering; Rothwell; Stanhope; Tarrant; Wexcombe; Aldermoor; Birchley; Cullerton; Drayford
        @LOC country
        France/French/Frenchmen; Spain/Spanish/Spaniards; Poland/Polish/Poles; Kenya/Kenyan/Kenyans;
        Japan/Japanese/Japanese; Canada/Canadian/Canadians; Brazil/Brazilian/Brazilians; Egypt/Egyptian/Egyptians;
        Sweden/Swedish/Swedes; Turkey/Turkish/Turks; Thailand/Thai/Thais; Chile/Chilean/Chileans;
        Ireland/Irish/Irishmen; Hungary/Hungarian/Hungarians; Morocco/Moroccan/Moroccans; Jordan/Jordanian/Jordanians;
        Georgia/Georgian/Georgians; Vietnam/Vietnamese/Vietnamese; Peru/Peruvian/Peruvians; Nigeria/Nigerian/Nigerians;
        Greece/Greek/Greeks; Denmark/Danish/Danes; India/Indian/Indians; South Korea/South Korean/South Koreans;
        Britain/British/Britons; Ukraine/Ukrainian/Ukrainians; Cuba/Cuban/Cubans; Bolivia/Bolivian/Bolivians;
        Indonesia/Indonesian/Indonesians; Zambia/Zambian/Zambians
        @LOC region
        Andalusia; Silesia; Patagonia; Punjab; Catalonia; Lapland; Anatolia; Normandy; Ontario; Kent; Cornwall; Bavaria;
        the Rift Valley; the Western Highlands; the Amazon; Hokkaido; Cumbria; Galicia; the Midlands; Warwick County
        @LOC river
        Thames; Vistula; Danube; Nile; Mekong; Loire; River Carrow; River Yarrow; Ganges; Tarrant; Ebro; Bosphorus;
        Rhône; Seine; Zambezi; River Elm; Dnieper; Shannon
        @LOC landmark
        Mount Kenya; Lake Victoria; the Alps; the Andes; the Baltic Sea; the Black Sea; the Sahara; Table Mountain;
        Mount Fuji; Lake Titicaca; the Pyrenees; the Gulf of Thailand; Hudson Bay; Cape Horn; the Aegean; the Tatras;
        Lake Geneva; Mount Ararat; the Gobi; the Irish Sea; the Ural Mountains; Cape Finisterre; the Bay of Biscay;
        Mount Elgon; the Camargue; the Straits of Gibraltar; Loch Ness; the Arctic Circle
        @LOC street
        Harbour Street; Station Road; Queen's Square; Mill Lane; Lincoln Avenue; Bishop Street; Old Market Square; Canal
        Walk; Preston Road; Kingsgate; Nelson Quay; Cathedral Hill; Unity Square; Orchard Terrace; Cable Street
        @LOC venue
        Carrow Park; the Olympic Stadium; Millhaven Arena; Kestrel Lane; Harwick Oval; Riverside Ground; the Garden
        Hotel; Northgate Prison; St. Anne's Hospital; the Winter Palace; Central Station; Coldbrook Airport; Wick
        Castle; Bell Tower; the Regent Hotel; Preston General Hospital; Old Trafalgar Stadium; the Court of Appeal; the
        Concert House; Hexford Prison; Wembury Hall; the City Museum; Rothwell Racecourse
        """
}
