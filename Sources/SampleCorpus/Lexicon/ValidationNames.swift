/// People and places of the validation split; see `TrainingNames`.
enum ValidationNames {
    static let people = """
        @- female
        Florence; Paris; Sydney; Chelsea; June; Madison; Agnieszka; Bianca; Camila; Daphne; Eleonora; Francesca; Greta;
        Heloise; Isabella; Jasmine; Kirsten; Lucía; Margaret; Nora; Olivia; Paola; Ruth; Sabine; Tuula; Valentina;
        Wilma; Ximena; Inês; Märta; Adjoa; Ling; Shirin; Catherine; Virginia; Harriet
        @- male
        Austin; Chad; Dallas; Israel; Diego; Albert; Björn; Cyril; Dieter; Enzo; Fabio; Giorgio; Hamish; Igor; Joaquim;
        Klaus; Luca; Matteo; Nils; Otto; Paolo; Quentin; Rodrigo; Simon; Thabo; Umberto; Vincent; Wolfgang; Xavier;
        Kwame; Ramón; Gunnar; Houston; Stanley; Wei; Timothy
        @- surname
        Washington; Houston; Bradford; Lancaster; Wellington; Jackson; Price; Church; Stone; Holland; Cash; Wells;
        Clarke; Archer; Bianchi; Brandt; Conti; Da Silva; Eklund; Esposito; Falk; Ferrari; Gonçalves; Grünwald; Halonen;
        Hofmann; Jóhannsson; Keller; Koskinen; Krüger; Lombardi; Löwe; Mazur; McAllister; Mensah; Molina; Nkosi; Østby;
        Peltonen; Pinto; Reinhardt; Ricci; Rossi; Salazar; Schneider; Strand; Tavares; Tennant; Underwood; Vogel; Von
        Stein; Wagner; Zhang; Liu; Aguilar; Appiah; Ingram; Lockwood; Merriweather; Oakes; Penhaligon; Rowntree;
        Goldberg
        """

    static let places = """
        @LOC city
        Berlin; Rome; Lisbon; Oslo; Accra; Beijing; Melbourne; Helsinki; Reykjavik; Bucharest; Milan; Turin; Hamburg;
        Munich; Porto; Bergen; Tromsø; Shanghai; Perth; Buenos Aires; Córdoba; Guadalajara; Wellington; Auckland;
        Colombo; Quito; Tunis; Kuala Lumpur; Glasgow; Edinburgh; Florence; Paris; Sydney; Washington; Houston; Dallas;
        Austin; Lancaster; Bradford; Jackson; Madison; San Diego; Reading; Leipzig; Ballarat
        @LOC town
        Abbots Langley; Barrowdale; Crickhollow; Dovecote; Ebbing; Foxbury; Gillamoor; Havering Sands; Inchcolm;
        Jarrold; Kirkby Stephen; Loxley; Marram; Netherby; Ottery; Port Ellis; Ridgeway; Southwold Green; Tidewell;
        Uppingham; Vennford; Whitcombe; Yewdale; Zeal Monachorum; Amblecote; Bramhope; Clavering; Easington
        @LOC country
        Germany/German/Germans; Italy/Italian/Italians; Portugal/Portuguese/Portuguese; Norway/Norwegian/Norwegians;
        Mexico/Mexican/Mexicans; Ghana/Ghanaian/Ghanaians; China/Chinese/Chinese; Australia/Australian/Australians;
        Argentina/Argentine/Argentines; Finland/Finnish/Finns; Chad/Chadian/Chadians; Iceland/Icelandic/Icelanders; New
        Zealand/Kiwi/New Zealanders; Sri Lanka/Sri Lankan/Sri Lankans; Romania/Romanian/Romanians;
        Scotland/Scottish/Scots; Ecuador/Ecuadorean/Ecuadoreans; Tunisia/Tunisian/Tunisians;
        Malaysia/Malaysian/Malaysians; Israel/Israeli/Israelis; Holland/Dutch/Dutchmen; Uruguay/Uruguayan/Uruguayans
        @LOC region
        Tuscany; Saxony; the Algarve; Queensland; Yucatán; Lancashire; Sicily; Guangdong; Karelia; Virginia; Ashanti;
        Transylvania; the Scottish Borders; the Pampas; Jutland; the Ruhr
        @LOC river
        Rhine; Tiber; Douro; Yangtze; River Loxley; Elbe; Murray; Volta; Arno; River Ebb
        @LOC landmark
        Mount Etna; Lake Como; the Dolomites; the Great Barrier Reef; the North Sea; Loch Lomond; the Black Forest;
        Mount Cook; the Strait of Malacca; Bass Strait; the Carpathians; Vatnajökull
        @LOC street
        Victory Avenue; Tanner Row; Palace Road; Fleet Wharf; Jackson Street; Rathausplatz; Corso Lombardi; Holland
        Park; Bridge Parade; Wells Lane; Piazza Nuova; Chapel Yard
        @LOC venue
        Foxbury Road; the Alpine Dome; Tidewell Raceway; the Exhibition Hall; Kingfisher Park; the Lido; Marram Airport;
        Holy Cross Hospital; Stone Fort; Westport Jail; the Opera House
        """
}
