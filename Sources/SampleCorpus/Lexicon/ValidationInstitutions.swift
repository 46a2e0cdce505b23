/// Organisations and works of the validation split; see `TrainingInstitutions`.
enum ValidationInstitutions {
    static let organisations = """
        @ORG company
        Harbinger Aerospace/Harbinger; Green Lamp; Washington Mills; Blossom; Lancaster Holdings/Lancaster; Ribbon
        Software/Ribbon; Stone & Archer; Wellington Partners; Holland Dairy/Holland; Cobalt Oil Co./Cobalt; Three Oaks
        Brewery/Three Oaks; Monsoon; Ferrari Tessuti; Krüger AG/Krüger; Quill; Peregrine Foods Inc./Peregrine;
        Bridgehead Chemicals/Bridgehead; Ivory Coast Cocoa; Tide Mill Paper/Tide Mill; Zhang Optical; Sandpiper; Mosaic
        Retail/Mosaic
        @ORG bank
        the Bank of Tidewell; Lombardi Brothers; Second Continental; Grünwald Privatbank; the Union of Savings
        Societies/the USS; Goldberg Price; Banco do Norte
        @ORG exchange
        the Milan Bourse; the Southern Commodity Exchange/the SCE; the Frankfurt Exchange
        @ORG media
        the Financial Chronicle; Die Woche; Radio Capital; the Evening Herald; Il Mattino; News Desk; Voice of Accra
        @ORG aid
        Mercy Bridge; Food for Schools; Amnesty Watch; the Flood Relief Alliance/the FRA; Helping Wings; Shelter Now
        @ORG body
        the Aviation Safety Bureau/the ASB; the Customs Service; the Supreme Court; the Water Inspectorate; the
        Carabinieri; the Railways Directorate; the Prison Service; the Antitrust Commission
        @ORG ministry
        the Ministry of Health; the Interior Ministry; the Department of Energy; the Ministry of Justice; the Exchequer;
        the Labour Ministry
        @ORG party
        the Forward Party; the Christian Union; the Radical Left; New Democracy; the Reform Coalition; Sinn Talamh; the
        Freedom Movement
        @ORG parliament
        the Bundestag; the House of Lords; Congress; the Storting; Foxbury District Council; the Knesset
        @ORG union
        the Seamen's Guild; the Metalworkers' Federation; the Railwaymen's Society; the Pilots' Association; the
        Confederation of Industry
        @ORG club
        Foxbury Albion/Foxbury; Inter Turin; Sporting Porto; Hamburg Lions/Lions; Bradford Bulls/Bulls; Madison Comets;
        Tidewell Harriers; Juventud; Netherby Celtic; Blue Jays; Vikings; Ottery Villa
        @ORG federation
        the Swimming Federation; the International Skating Board/the ISB; the Jockey Club; the Rugby Union; the Ski
        Council
        @ORG university
        the University of Helsinki; Lancaster Polytechnic; Sapienza; the Universidade do Porto; the Loxley Medical
        School; Wellington College; the Free University
        @ORG institute
        the Centre for Glacier Studies; the Fraunberg Institute; the Ricci Clinic; the Volcano Observatory; the Academy
        of Sciences; the Particle Physics Consortium/the PPC; the Royal Herbarium; the Infectious Diseases Agency/the
        IDA
        @ORG journal
        Climate Quarterly; Proceedings in Genetics; Physical Notes
        @ORG operator
        Fjord Line; Kiwi Trails; Orient Coaches; the Alpine Huts Society; Blue Heron Cruises; Sleeper South
        """

    static let works = """
        @MISC event
        Asian Games; Grand National; Alpine Cup; Six Nations; Melbourne Masters; Giro; Super Bowl; Oceania Championships
        @MISC holiday
        Christmas; Passover; Oktoberfest; Republic Day; Chinese New Year; Palm Sunday
        @MISC work
        The Last Beekeeper; Tosca; Rivers of Ash; Blue Guitar; King Lear; The Lighthouse Keeper's Wife; Requiem; Songs
        for Nobody
        @MISC product
        Heron 7; Ribbon One; MD-80; Comet Duo; Gazelle; Blossom Lite; T-1000
        @MISC mission
        Cassiopeia; Sentinel 2; Odyssey; Deep Blue; Hermes
        @MISC law
        Rent Act; Data Protection Bill; Tidewell Convention; Maastricht Treaty; Sunday Trading Act
        @MISC prize
        Booker Prize; Fields Medal; Golden Lion; Archer Medal; Légion d'honneur
        @MISC faith
        Protestant; Muslim; Methodist; Sikh; Anglican
        @MISC war
        Thirty Years War; First World War; Falklands War
        @MISC ideology
        Socialist; Maoist; Peronist; Democrat
        """
}
