"""The vocabulary of the corpus: French as a regional paper writes it, sorted by what the grammar needs."""

# Singular nouns with their article, so that elision and contraction need no rules beyond "de".
MASCULINE = tuple(
    """
    le rapport|le budget|le conseil|le maire|le syndicat|le chantier|le tribunal|le laboratoire|le collectif|le préfet
    le calendrier|le dossier|le projet|le programme|le réseau|le quartier|le marché|le port|le musée|le festival
    le théâtre|le stade|le club|le lycée|le collège|le barrage|le fleuve|le massif|le village|le canton
    le contrat|le tarif|le prix|le chiffre|le taux|le seuil|le plafond|le déficit|le fonds|le crédit
    le calcul|le modèle|le logiciel|le serveur|le capteur|le câble|le satellite|le moteur|le prototype|le brevet
    le médecin|le chercheur|le juge|le témoin|le greffe|le barreau|le recours|le verdict|le débat|le scrutin
    le vote|le mandat|le groupe|le comité|le cabinet|le ministère|le décret|le règlement|le protocole|le traité
    le sommet|le consulat|le convoi|le cargo|le train|le tramway|le pont|le tunnel|le viaduc|le terrain
    le bassin|le verger|le troupeau|le vignoble|le marais|le sentier|le refuge|le climat|le forage|le gisement
    l’hôpital|l’accord|l’appel d’offres|l’atelier|l’audit|l’avis|l’ouvrage|l’itinéraire|l’institut|l’observatoire
    l’emprunt|l’impôt|l’échéancier|l’inventaire|l’entrepôt|l’équipage|l’orchestre|l’opéra|l’internat|l’examen
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)
FEMININE = tuple(
    """
    la mairie|la commune|la région|la préfecture|la chambre|la commission|la majorité|la coalition|la réforme|la loi
    la mesure|la dépense|la recette|la dette|la prime|la subvention|la facture|la filière|la coopérative|la banque
    la grève|la négociation|la médiation|la clause|la procédure|la plainte|la requête|la cour|la défense|la greffière
    la clinique|la maternité|la pharmacie|la vaccination|la prévention|la recherche|la mission|la sonde|la théorie|la comète
    la rentrée|la cantine|la bibliothèque|la classe|la formation|la bourse|la thèse|la faculté|la crèche|la ludothèque
    la rivière|la forêt|la digue|la nappe|la tourbière|la réserve|la récolte|la sécheresse|la crue|la station
    la gare|la ligne|la rocade|la piste|la passerelle|la centrale|la turbine|la batterie|la fibre|la plateforme
    la scène|la compagnie|la galerie|la collection|la partition|la troupe|la saison|la finale|la rencontre|la fédération
    l’enquête|l’entreprise|l’usine|l’agence|l’assemblée|l’opposition|l’expertise|l’étude|l’exposition|l’école
    l’université|l’académie|l’équipe|l’épreuve|l’ambassade|l’alliance|l’éolienne|l’écluse|l’application|l’antenne
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)

# Adjectives that follow the noun: masculine/feminine.
ADJECTIVES = tuple(
    (pair.split("/")[0], pair.split("/")[-1])
    for pair in """
    annuel/annuelle municipal/municipale régional/régionale européen/européenne public/publique privé/privée
    provisoire définitif/définitive inédit/inédite discret/discrète contesté/contestée attendu/attendue
    reporté/reportée partagé/partagée ancien/ancienne rural/rurale urbain/urbaine maritime fluvial/fluviale
    scolaire sanitaire judiciaire fiscal/fiscale social/sociale national/nationale local/locale mondial/mondiale
    technique numérique industriel/industrielle agricole forestier/forestière portuaire ferroviaire routier/routière
    saisonnier/saisonnière quotidien/quotidienne commun/commune ouvert/ouverte fermé/fermée rénové/rénovée
    voisin/voisine lointain/lointaine fragile solide ambitieux/ambitieuse modeste coûteux/coûteuse économe
    transparent/transparente confidentiel/confidentielle indépendant/indépendante paritaire permanent/permanente
    exceptionnel/exceptionnelle ordinaire central/centrale frontalier/frontalière bilingue expérimental/expérimentale
    préliminaire complet/complète partiel/partielle suspendu/suspendue prolongé/prolongée chiffré/chiffrée
    """.split()
)

# Third person singular, with a direct object.
VERBS = tuple(
    """
    confirme|retarde|accélère|finance|conteste|précise|révèle|dépasse|prépare|suspend|annonce|défend|examine|rejette
    approuve|modifie|remplace|complète|menace|soutient|réclame|obtient|publie|étudie|mesure|compare|protège|inquiète
    concerne|divise|rassemble|transforme|allège|alourdit|prolonge|raccourcit|double|réduit|freine|améliore
    relance|ouvre|ferme|rénove|déplace|surveille|chiffre|corrige|critique|salue|regrette|envisage|exige|promet
    abandonne|reprend|négocie|signe|dénonce|attaque|valide|annule|renvoie|éclaire|bouscule|rappelle|ignore
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)

OPENINGS = tuple(
    """
    depuis janvier|ce printemps|l’an dernier|dès lundi|à huis clos|selon nos calculs|sur le papier|en coulisses|sans surprise
    cette semaine|à la demande des élus|en première lecture|au petit matin|contre toute attente|dans un premier temps
    malgré les réserves|faute de moyens|à mi-parcours|d’après trois sources|à ce stade|en pratique|pour l’heure
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)
ENDINGS = tuple(
    """
    avant l’été|sans en préciser le coût|pour la troisième fois|à l’unanimité|au terme de longs débats|d’ici à deux ans
    à titre provisoire|dans le plus grand calme|sous réserve de financement|comme prévu|plus tôt que prévu|en toute discrétion
    devant une salle comble|à quelques voix près|par courrier|sur fond de désaccord|malgré la pluie|jusqu’à nouvel ordre
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)

FIRST_NAMES = """
    Adèle Bastien Camille Denis Élise Fabien Gaëlle Henri Inès Jules Karima Léon Maud Nadir Odile Pascal Quentin Rosalie
    Samuel Thaïs Ulysse Valérie William Yasmine Zoé Aurélien Béatrice Cyril Delphine Étienne
""".split()
# Family and place names are made of two halves: a paper has thousands, and by them no two sentences are alike.
LAST_NAMES = tuple(
    head + tail
    for head in """
        Aub Bess Carl Del Esn Fourn Garn Ham Imb Jourd Kerl Lac March Niv Ouvr Perr Quer Riv Sauv Tourn Urb Vass Wagn
        Bell Chauv Dumont Fauch Guer Hugu Joub Lam Mal Noir Pell Ramb Senn Thor Vill Cord Brug
    """.split()
    for tail in """
        ac agne aillon ain ais ançon and ard as aud ay ec égan el elin enay enne ent er eroux et ette eval evin iac ias
        ic ier ignon in ineau ion ois olle on ot oux uel ury y
    """.split()
)
TOWNS = tuple(
    head + tail
    for head in """
        Aube Belle Châtel Dor Escha Fonta Grand Haute Issi Jarvi Lor Mont Noir Orme Peyre Quinci Roque Saint-Au Trégue
        Val Villa Bré Combe Doule Espe Flori Giso Herbe Laro Mareu Neuvi Ouro Plou Rochem Sauve Tourne Usse Verne Ybe Ancey
    """.split()
    for tail in """
        bières bois bourg bras breuil brune celles champs combe court fort gny gue lac lieu lles mare mesnil mont moulin
        nac nay nost pierre plaine ponts pré rac roche rolles sac seilles sery teuil val vaux velle ville zac
    """.split()
)
