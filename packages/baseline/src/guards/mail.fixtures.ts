/** One row per message: the rule that holds ("-" for none), whether contact is forced ("now", "-", or "" where it does not matter), the message. */
export const ROWS = `
-|now|Our filling line has been standing still since 4 am, the S7-400 CPU is in STOP and we cannot restart. We need someone on site today.
-|now|PLC down!!! cannot produce. call me asap +1 713 555 0199
-|now|Estamos con la planta parada desde anoche, falló el variador principal de la extrusora ABB ACS800. Necesitamos un técnico ya.
-|now|Unsere Abfüllanlage steht seit heute Nacht, die SPS meldet Sammelfehler. Bitte dringend um Rückruf.
-|now|A linha 3 parou hoje de manhã, o CLP não comunica com a IHM. Precisamos de atendimento urgente.
-|now|Notre ligne d'embouteillage est à l'arrêt depuis ce matin, l'automate est en défaut. Pouvez-vous intervenir aujourd'hui ?
-|now|La linea di confezionamento è ferma da ieri, il PLC non parte. Serve un tecnico subito.
-|-|We want to avoid another situation where the line is down for two days like last year. Planning a controls upgrade for next year.
-|-|Last year our line was down for three days. We'd like to migrate the PLC-5 during the shutdown in August.
-|-|Wir planen den Umbau im Anlagenstillstand im August, damit die Linie nicht mehr ausfällt.
-|-|El año pasado la línea estuvo parada dos días; queremos modernizar los PLC en la parada anual de julio.
-|-|Pour éviter que la ligne soit à l'arrêt, nous envisageons un remplacement des automates en 2027.
-|-|Per evitare fermi linea vorremmo sostituire i PLC il prossimo anno.
-|-|Queremos evitar que a linha pare de novo; o retrofit seria no ano que vem.
-|now|Can we have a call this week? We need to place the order before Friday. 40 drives, budget released.
-|now|Please visit our plant in Toledo on Thursday, we need to fix the scope of the DCS migration.
-|now|The tender closes on 20 March 2026. Please submit a proposal for the SCADA of our 14 pumping stations.
-|now|Angebotsfrist ist der 18.03.2026. Leistungsverzeichnis anbei: Erneuerung Leitsystem Klärwerk.
-|now|La licitación cierra el 25 de marzo. Alcance: 6 tableros CCM y SCADA para la PTAR.
-|now|La date limite de remise des offres est le 16 mars 2026. Supervision de 22 postes de relevage.
-|now|Il termine per la presentazione delle offerte è il 20 marzo 2026: telecontrollo acquedotto.
-|now|O edital fecha em 20/03/2026, precisamos de proposta para o supervisório da ETA.
-|-|Tender documents will be published in September. We want to talk about the SCADA.
-|-|We are modernizing two boilers in Q4. Please send a quotation for burner management (SIL 2).
-|-|Wir suchen einen Partner für die OT-Sicherheit nach IEC 62443 in drei Werken, Start im Herbst.
-|now|Rufen Sie mich bitte morgen an, wir müssen den Auftrag diese Woche vergeben.
-|now|Llámenme mañana por favor, tenemos que decidir esta semana.
-|now|Could somebody come by tomorrow? The drive on our mill has failed.
-|now|We got hit by ransomware on the SCADA servers this morning, operators are blind. Need OT security help immediately.
vendor||Hi, I'm reaching out because many automation companies struggle to find new projects. We help integrators like you get 10-15 qualified leads every month. Open to a quick call?
vendor||We manufacture I/O modules compatible with Siemens ET200SP at half the price. Would you consider testing a free sample? Could you share who handles procurement?
vendor||Good morning, we need to talk with the person responsible for buying cables and sensors in your company. We distribute LAPP and have very good conditions for integrators.
vendor||Buen día, somos distribuidores de Phoenix Contact y Weidmüller. Quisiéramos registrarnos como proveedores de su empresa y enviarle nuestra lista de precios.
vendor||Hola, necesito contactar al responsable de compras para presentarle una plataforma de gestión de proyectos que les ahorrará horas.
vendor||Guten Tag, benötigen Sie noch SPS-Programmierer? Wir haben drei freiberufliche Kollegen mit TIA-Erfahrung ab sofort verfügbar, Tagessatz 650 €.
vendor||Wir sind ein Hersteller von Klemmenkästen aus Polen und suchen neue Kunden in Deutschland. Anbei unsere Preisliste.
vendor||Sehr geehrte Damen und Herren, ich würde Ihnen gerne in einem kurzen Telefonat zeigen, wie Sie mit unserer ERP-Software Zeit sparen.
vendor||Bom dia, trabalhamos com energia solar e gostaríamos de oferecer uma proposta para reduzir a conta de luz da sua empresa.
vendor||Olá, somos uma agência de marketing digital e podemos trazer mais clientes para a sua empresa de automação.
vendor||Bonjour, notre cabinet de recrutement dispose de plusieurs automaticiens disponibles. Souhaitez-vous recevoir leurs profils ?
vendor||Bonjour, nous sommes éditeur d'un logiciel de chiffrage pour tableautiers. Seriez-vous disponible 15 minutes pour une démonstration ?
vendor||Buongiorno, rappresento un'azienda che produce cavi per automazione. Vorrei fissare un appuntamento con il vostro ufficio acquisti.
vendor||Buongiorno, offriamo servizi di programmazione PLC in outsourcing dalla Serbia a 25 euro l'ora.
vendor||We offer PLC programming outsourcing from India: experienced Rockwell and Siemens engineers at 18 USD/hour. Let us know your requirements.
vendor||I represent a Chinese panel factory. We can supply you with MCC panels, CE certified, delivery 6 weeks. Looking forward to your inquiry.
-||We are a manufacturer of packaging machines and need support with the Beckhoff motion of our new model. Can you quote?
-||Our company is a leading supplier of frozen vegetables. We need to replace the PLCs in our freezing tunnel and the HMI.
-||Wir sind ein führender Hersteller von Fenstern und brauchen eine neue Steuerung für die Profillinie.
-||Somos un fabricante líder de pinturas y necesitamos automatizar la dosificación: 8 tanques, 60 señales.
-||Nous sommes fabricant de biscuits et cherchons un intégrateur pour notre four tunnel (automate Schneider M340).
-||Siamo un'azienda leader nella produzione di piastrelle e dobbiamo sostituire i PLC S5 dei forni.
-||Somos uma empresa líder em alimentos e precisamos de um integrador para o novo supervisório.
-||Our customer, a refinery in Louisiana, has asked us for an IEC 62443 assessment. We do mechanical EPC and need a subcontractor for the OT part.
-||Hi, do you also do panel building? We're an OEM and our panel shop can't keep up: 15 panels until September.
-||As an engineering company we are bidding on the upgrade of 22 lift stations and look for an automation subcontractor to price the SCADA part.
-||Unser Kunde, ein Stahlwerk, braucht eine Umrüstung von 30 Antrieben; wir haben selbst keine Kapazität. Wollen Sie das als Subunternehmer übernehmen?
-||I'm a master's student but I work part-time at a brewery; the brewmaster wants a quotation for replacing our old Siemens S5 in the brewhouse. Budget about 60k.
-||Meine Bachelorarbeit hat gezeigt, dass unsere Anlage eine neue SPS braucht. Der Werkleiter möchte nun ein Angebot für den Umbau, Budget 50.000 €.
-||Our university operates a pilot plant with a DeltaV; we need a migration quote, funds are granted.
student||Hi! For a school assignment I have to describe how a SCADA system works. Can you send me some brochures and prices?
student||Hola, somos un grupo de alumnos de la universidad y para la materia de control necesitamos visitar una planta automatizada.
student||Guten Tag, ich studiere Elektrotechnik und schreibe eine Seminararbeit über Profinet. Haben Sie Unterlagen und Preise?
student||Bonjour, dans le cadre de mon mémoire de master, pourriez-vous répondre à un questionnaire sur la cybersécurité industrielle ?
student||Ciao, sto scrivendo la tesina per la maturità sui PLC, potete mandarmi materiale?
student||Olá, sou aluna do curso técnico e preciso de ajuda com um trabalho escolar sobre CLP.
job_seeker||Good day. I have 8 years with DeltaV and Experion and would like to work for you. Salary expectation 90k. When can I start?
job_seeker||Busco prácticas en su empresa, estoy en el último semestre de mecatrónica.
job_seeker||Haben Sie freie Stellen für Elektroniker für Automatisierungstechnik? Ich bin zurzeit arbeitslos.
job_seeker||Boa tarde, vocês têm vaga para eletricista industrial? Tenho NR10 e experiência com inversores.
job_seeker||Je recherche un stage de 6 mois en automatisme à partir de février.
job_seeker||Cerco lavoro come manutentore elettrico, esperienza con PLC Siemens e inverter.
awarded||We signed with ABB last month for this DCS job, but our auditors want to see three quotations. Could you send us one, any number is fine?
awarded||FYI the job already went to another integrator. We just need your price for our records.
awarded||La obra ya se la dimos a otro integrador. ¿Me mandan un precio para el expediente?
awarded||Wir haben uns bereits für einen anderen Anbieter entschieden, benötigen aber aus formalen Gründen noch ein Angebot über den SPS-Umbau.
awarded||Já fechamos com outro integrador, mas o compras exige três orçamentos. Podem mandar um?
awarded||Nous avons déjà choisi notre intégrateur mais la procédure impose trois devis. Pouvez-vous nous en faire un ?
awarded||Abbiamo già scelto il fornitore, però la procedura richiede tre preventivi: potete mandarcene uno?
-||We are comparing three integrators and will decide in April. Please quote the SCADA upgrade for comparison.
-||The mechanical works are already awarded; the electrical and automation lot is still open. Quote requested for 12 panels.
-||Der Rohbau ist bereits vergeben, für die Automatisierung suchen wir noch einen Partner.
-||Our previous integrator was chosen two years ago but did not deliver. We are looking for a new one for the batch system.
out_of_scope||Hello, could you fix the light switches and add two sockets in our apartment?
out_of_scope||We're planning a birthday party and need a DJ and catering.
out_of_scope||Can you repair my PlayStation 5?
out_of_scope||I want smart home automation with KNX for my villa, including lights and blinds.
out_of_scope||We need translation of our machine manuals into French.
out_of_scope||Looking for office furniture, 40 desks and chairs for our new headquarters.
out_of_scope||We are looking for a company that can set up Office 365 and new laptops for 25 employees.
out_of_scope||Need a quote for a mobile app for our restaurant chain.
out_of_scope||Necesitamos una empresa de limpieza para nuestras oficinas.
out_of_scope||Quiero instalar paneles solares en el techo de mi casa, ¿cuánto cuesta?
out_of_scope||Se me dañó el aire acondicionado de la oficina, ¿lo reparan?
out_of_scope||Wir suchen eine Firma für Malerarbeiten und einen neuen Hallenboden.
out_of_scope||Können Sie bei mir zu Hause die Rollläden elektrifizieren?
out_of_scope||Unser Firmenwagen hat einen Defekt am Steuergerät, machen Sie auch Kfz-Elektrik?
out_of_scope||Gostaria de um orçamento para portão eletrônico e câmeras de segurança em minha casa.
out_of_scope||Precisamos de uniformes e EPIs para 30 funcionários.
out_of_scope||Nous cherchons un plombier et un chauffagiste pour notre immeuble.
out_of_scope||Pouvez-vous réparer ma voiture, le calculateur moteur est en panne ?
out_of_scope||Avrei bisogno di rifare l'impianto elettrico del mio appartamento.
out_of_scope||Cerchiamo un'agenzia per rifare il sito aziendale e il logo.
out_of_scope||Abbiamo bisogno di stampanti e computer nuovi per l'ufficio.
out_of_scope||We need sheet metal parts, laser cut, 500 pieces.
out_of_scope||I want an EV charger at home, 11 kW.
-||Our office building has its own plant downstairs, the boiler PLC needs replacement.
-||We need help with the control panel for our hotel's water treatment, Siemens Logo.
-||Wir haben neue Drucker (Tintenstrahl-Kennzeichnung) an der Verpackungslinie und müssen sie per Profinet an die SPS anbinden.
-||Nuestra casa matriz aprobó el proyecto de SCADA. Necesitamos cotización.
-||Our head office asked us to secure the OT network of the plant.
-||The website of the tender is below; scope is PLC and HMI replacement on 4 presses.
-||Casa vinicola in Toscana: vorremmo automatizzare la linea di imbottigliamento.
-||We build solar panels in Arizona and need robots for the framing line.
-||Our furniture factory needs a new PLC on the edge-banding line.
spam||Dear friend, I am the next of kin of a late engineer and need a partner to transfer 12 million dollars.
spam||hgjfkdls
spam||Test message please ignore
spam||teste
spam||Dies ist ein Test
-|now|EMERGENCY - compressor station tripped and the ESD PLC won't reset. Losing $50k per hour. Who can come?
-|now|Hello team, / we lost communication with the whole remote I/O on Line 2 and production has stopped. Honeywell C300. / Regards / Mark Dole / Maintenance Manager
-|now|Se nos quemó la CPU del PLC del horno y estamos sin producir. Urgente.
-|now|Die Presse steht! Umrichter defekt, Sinamics G120. Wer kann heute noch kommen?
-|now|Nossa caldeira caiu e não conseguimos partir, o CLP está em falha. Favor ligar urgente.
-|now|Panne totale du SCADA de la station d'épuration depuis hier soir, merci de nous rappeler d'urgence.
-|now|Siamo fermi! Si è rotto l'inverter del mulino, chiamatemi subito.
-|-|How fast can you respond if our line goes down? We are looking for a maintenance contract with 24/7 support.
-|-|Wir suchen einen Wartungsvertrag mit Rufbereitschaft, falls die Anlage steht.
-|-|Buscamos un contrato de soporte 24/7 para cuando la línea esté parada.
-|-|Nous cherchons un contrat d'astreinte en cas d'arrêt de ligne.
-|-|The control system is obsolete and fails about twice a year. Planning to replace it next fiscal year.
-|-|We look forward to hearing from you. Budget for the DCS is planned for 2027.
-|-|I saw your talk today at the fair and would like to know more about OT security assessments.
-|-|We will contact you again next week with the documents for the motion retrofit.
-|-|Heute habe ich Ihre Website gesehen. Wir planen langfristig eine neue Steuerung.
-|-|No hay urgencia, solo estamos explorando opciones para el SCADA.
-|-|It is not urgent. Please send a rough price for a PLC upgrade whenever convenient.
-|now|Please call me back today, I have to issue the PO for the 12 MCC sections by Wednesday.
-|now|Necesitamos la cotización antes del viernes, el comité se reúne el lunes. Retrofit de 3 prensas.
-|now|Bitte senden Sie uns Ihr Angebot bis Freitag, der 06.03. Erneuerung von 8 Schaltschränken.
-|now|Precisamos da proposta até sexta-feira. Migração de SDCD.
-|now|Merci de nous envoyer votre offre avant vendredi, armoires pour 4 postes de relevage.
-|now|Ci serve l'offerta entro venerdì per il revamping della pressa.
vendor||Dear Sir or Madam, we supply industrial batteries and UPS systems across Europe. May I send you our current price list?
vendor||Hi there, do you have 15 minutes next Tuesday? I'd love to show you how our CRM can boost your pipeline.
vendor||Hello, I run a web design studio and noticed your website loads slowly on phones. I could fix that for a small fee.
vendor||We can provide certified welders and electricians for your projects on short notice. Rates attached.
vendor||Estimados, los contacto de una empresa de seguridad y salud; ofrecemos capacitaciones en altura para su personal.
vendor||Hola, vendo PLC Siemens S7-300 usados y variadores, buen precio, lote completo. ¿Les interesa?
vendor||Ich verkaufe gebrauchte Siemens S7-Baugruppen, Restposten, sehr günstig. Haben Sie Interesse?
vendor||Guten Tag, wir drucken Werbemittel und Kalender mit Ihrem Logo. Möchten Sie ein kostenloses Muster?
vendor||Tenho para venda CLPs e inversores usados, lote fechado. Vocês têm interesse?
vendor||Boa tarde, somos transportadora e gostaríamos de nos cadastrar como fornecedor de vocês.
vendor||Bonjour, je vends un lot d'automates Siemens d'occasion, seriez-vous intéressés ?
vendor||Bonjour, votre contrat d'électricité est-il à renouveler ? Nous négocions pour vous les meilleurs tarifs.
vendor||Vendo PLC usati Siemens e Allen Bradley, stock da magazzino, vi interessa?
vendor||Salve, realizziamo siti web e possiamo migliorare il vostro posizionamento su Google.
vendor||Investment opportunity: we can provide funding for your business projects, interest 2%.
-||We want to sell our old bottling line but before that we need the PLC program backed up and the HMI repaired.
-||Can you offer us a maintenance contract for 40 drives? Our previous supplier closed.
-||We offer our clients turnkey breweries; for a project in Peru we need the automation: 600 I/O, Braumat or similar.
-||I'm interested in your services for IEC 62443. Could you present your company to our plant team next month?
-||Please register on our supplier portal and submit your quotation for the MCC replacement (RFQ 4711).
-||Would you be interested in bidding on the automation package for our new dairy? 1,200 I/O, Siemens PCS 7.
-||¿Les interesaría cotizar la automatización de nuestra planta de concentrado? Son 3 líneas.
-||Hätten Sie Interesse, ein Angebot für die Leittechnik unseres Klärwerks abzugeben?
-||Seriez-vous intéressés par un projet de supervision pour notre sucrerie ?
-||Vi interesserebbe quotare l'automazione del nostro nuovo caseificio?
-||Vocês teriam interesse em cotar o painel elétrico da nossa nova linha?
-||Who is the right person at your company to discuss a DCS migration at our refinery?
-||Ist bei Ihnen jemand zuständig für Retrofit von Walzwerksantrieben? Wir haben da ein Projekt.
-||¿Quién me puede atender para un proyecto de SCADA en una minera?
competitor||Hi, fellow integrator here from Spain. Just curious what day rate you charge for commissioning engineers in Mexico so we can align ours.
competitor||Könnten Sie uns Ihre Preisliste für Engineeringstunden schicken? Wir sind ebenfalls in der Automatisierung tätig und kalkulieren gerade unsere eigenen Sätze.
competitor||Nous sommes intégrateur à Lyon et souhaitons connaître vos tarifs journaliers pour comparer avec les nôtres.
competitor||Siamo un system integrator di Brescia, vorremmo conoscere le vostre tariffe orarie.
competitor||Somos integradores de sistemas e gostaríamos de saber quanto vocês cobram por hora de programação de CLP.
-||What is your hourly rate for PLC troubleshooting? Our packaging plant needs occasional support with CompactLogix.
-||Was kostet bei Ihnen ein Inbetriebnahmetag? Wir brauchen für unsere Mühle zwei Wochen Unterstützung.
student||Hey, I need to interview an automation engineer for my college class. Is anybody available?
student||Necesito una cotización de un PLC y una pantalla, es para un trabajo final de carrera, no se va a comprar.
student||Wir sind drei Studenten und suchen eine Firma für unser Semesterprojekt.
student||Preciso do preço de um CLP S7-1200 para um projeto da faculdade.
student||J'ai besoin d'un devis pour un projet scolaire sur un automate.
student||Mi serve un preventivo per un progetto d'esame sul PLC, non verrà acquistato nulla.
out_of_scope||Could you please send someone to unclog the toilet in our warehouse office?
out_of_scope||Looking for a lawyer specialised in contracts.
out_of_scope||We need a WordPress developer for 3 months.
out_of_scope||Need someone to paint our factory facade and repair the roof.
out_of_scope||Hi, my fridge is making noise and the dishwasher does not start. Can you come?
out_of_scope||Do you sell second-hand iPhones?
out_of_scope||We need to insure our fleet of trucks.
out_of_scope||¿Hacen instalaciones eléctricas en departamentos? Es para una remodelación.
out_of_scope||Requerimos el servicio de transporte de personal para 40 empleados.
out_of_scope||Necesito desarrollar una app móvil para mi restaurante.
out_of_scope||Busco quien repare mi lavadora y el refrigerador.
out_of_scope||Wir bauen ein Haus und brauchen die komplette Elektroinstallation mit Smart Home.
out_of_scope||Wir benötigen eine neue Telefonanlage und WLAN für unsere Kanzlei.
out_of_scope||Suche Dachdecker für unsere Lagerhalle.
out_of_scope||Brauche Reifenwechsel und Inspektion für meinen Golf.
out_of_scope||Quero instalar energia solar na minha residência, conta de 600 reais por mês.
out_of_scope||Precisamos construir um galpão de 800 m2 com estrutura metálica.
out_of_scope||Vocês consertam ar condicionado de escritório?
out_of_scope||Nous recherchons un traiteur pour un séminaire de 50 personnes.
out_of_scope||Je voudrais installer des panneaux solaires sur le toit de ma maison.
out_of_scope||Devis pour la maçonnerie et le terrassement d'un nouvel entrepôt.
out_of_scope||Mi si è rotta la caldaia di casa, venite a ripararla?
out_of_scope||Dobbiamo rifare il tetto del capannone.
out_of_scope||Cerco preventivo per domotica in una villa di 200 mq.
-||Our contractor finishes the concrete works in May; after that we need the electrical and control installation for the new silo plant, 18 motors.
-||We're building a new warehouse with conveyors and a sorter; need the controls: 4 PLCs and 60 drives.
-||Our translation of the specs is attached. Scope: replace 2 SLC-500 with CompactLogix.
-||Die Kantine ist fertig, jetzt geht es an die Abfüllung: wir suchen für zwei Linien eine neue Steuerung.
-||We run a car wash chain and want PLC control for the pumps, 12 sites.
-||Our insurance company demands an OT security assessment of the plant after the ransomware last year.
-||Necesitamos que el SCADA envíe alarmas por correo (Outlook) y SMS. Planta de cemento.
-||La empresa de limpieza dañó el tablero de control de la línea 2, hay que rehacer el cableado y programar el PLC.
-|-|We are interested in your services. Our mill needs VFDs retrofitted. If interested please let us know.
-|-|Se interesa su empresa en cotizar 4 tableros? Les interesa venir a ver la planta?
-|-|We sell frozen pizza in 20 countries and need to upgrade the SCADA of our plant in Ohio.
-|-|Wir verkaufen Saatgut und brauchen für die neue Siloanlage eine Steuerung.
-|-|Our insurance requires a functional safety assessment of 3 presses.
vendor||Hello, we have 200 pieces of 6ES7315 in stock, new original, for sale. Are you interested?
vendor||I would like to introduce our new range of touch panels. Compatible with all PLC brands.
vendor||We are an ISO certified PCB assembly house in Vietnam. Send us your BOM for a quote within 24 hours.
vendor||Estamos ofreciendo un curso de TIA Portal para sus ingenieros con 20% de descuento.
vendor||Wir bieten Schulungen für Ihre Mitarbeiter im Bereich Arbeitssicherheit an. Gerne sende ich Ihnen ein Angebot.
vendor||Oferecemos plano de saúde empresarial com desconto para a sua empresa.
vendor||Nous organisons des formations en gestion pour vos collaborateurs, financées à 100 %.
vendor||Proponiamo corsi di formazione sulla sicurezza per i vostri dipendenti.
-||We'd like a training for our maintenance team on Siemens S7-1500, 8 people.
-||Necesitamos un curso de TIA Portal para 6 técnicos de nuestra planta.
job_seeker||Automation engineer, 10 yrs experience, open to relocation. Resume at linkedin. Any openings?
job_seeker||Soy técnico en instrumentación y me gustaría trabajar con ustedes.
job_seeker||Ich interessiere mich für eine Ausbildung zum Elektroniker für Automatisierungstechnik bei Ihnen.
-||We need a commissioning engineer for six weeks at our refinery, DeltaV experience. Day rate?
-||Wir suchen einen SPS-Programmierer für ein Projekt in unserem Werk, ca. 3 Monate, S7-1500.
-||Buscamos programador de PLC para un proyecto de 2 meses en nuestra planta de bebidas.
-||I want to apply for a quotation for our DCS.
-||Our application: 4 mixers with recipe control. Attached the URS.
-|-|It would be a great opportunity to work with you on our brewery.
spam||Make money online from home, click here www.xyz.biz
spam||aaaaaa bbbbbb
-|-|Info please
-|-|Necesito información
-|-|Bitte um Rückruf.
-|-|hola buenas tardes, quisiera una cotizacion gracias
-|-|?
out_of_scope||My swimming pool pump is broken, can you send an electrician?
out_of_scope||Wir brauchen jemanden, der unsere Büroräume neu verkabelt und Lampen aufhängt.
out_of_scope||Preciso consertar minha geladeira e a televisão.
out_of_scope||Chauffagiste recherché pour entretien de la chaudière de mon appartement.
out_of_scope||Can you build an ERP system for accounting and payroll?
out_of_scope||Necesitamos un sistema contable y de nómina para 50 empleados.
out_of_scope||Wir suchen ein Warenwirtschaftssystem und eine Finanzbuchhaltung.
out_of_scope||We need a forklift rental for two months.
out_of_scope||Queremos comprar 20 bicicletas eléctricas para empleados.
out_of_scope||I need a tow truck.
-||Unsere Büros und die Produktion sollen netzwerktechnisch getrennt werden (Segmentierung, IEC 62443).
-||We need to connect our ERP to the PLCs on 5 lines (MES, OPC UA).
awarded||The order was placed with Rockwell last week. Could you still give us your price so we can check theirs?
awarded||Vergabe ist erfolgt, wir möchten nur wissen, ob der Preis des Wettbewerbers marktgerecht ist.
-||Vergabe im Mai geplant; Angebot für Leittechnik erbeten.
-||We already have a supplier for the drives, but need an integrator for the SCADA.
-||Contract signed with the end customer; we now look for a subcontractor for 6 panels.
-||Our client has already signed the order with us; we need an automation partner in Chile.
-||We already ordered the robots (KUKA); we need someone to integrate and program the cell.
-||Wir haben die Umrichter bereits bestellt und suchen jemanden für die Inbetriebnahme.
-||Ya tenemos comprados los PLC, falta quien programe y ponga en marcha.
-||Nous avons déjà commandé les variateurs, il nous faut la mise en service.
-||Abbiamo già ordinato i quadri, ci serve la programmazione PLC.
-||Já compramos os inversores, precisamos do comissionamento.
-||Good afternoon, / We are an engineering contractor and have been nominated for the expansion of the LNG terminal. We offer the civil and mechanical package ourselves and need a partner for the DCS (Yokogawa Centum VP, about 3,000 I/O). Would you be interested in quoting? Bid due 30 April.
vendor||Dear Procurement Team, we are pleased to offer our complete portfolio of instrumentation cables. Please find attached our brochure and let us know your upcoming requirements.
vendor||Sir, kindly add our company in your vendor list for supply of valves and transmitters.
vendor||Hello, do you need help with PLC programming? We are a team of 12 engineers in Romania and can take over your peaks at 28 EUR/h.
vendor||Buenas tardes, quería saber si ustedes necesitan servicio de programación de PLC. Soy freelance y tengo disponibilidad inmediata.
vendor||Guten Tag, unser Team aus Bulgarien übernimmt gerne Ihre SPS-Projekte, Stundensatz 35 €. Wann dürfen wir uns vorstellen?
vendor||Prezados, atuamos com recrutamento de profissionais de automação e temos ótimos candidatos. Podemos conversar?
vendor||Madame, Monsieur, spécialiste de la location de nacelles, nous aimerions vous présenter nos tarifs professionnels.
vendor||Buongiorno, siamo una ditta di quadri elettrici e cerchiamo lavoro come terzisti, possiamo cablare per voi a prezzi molto competitivi.
-||We're a panel shop with spare order: our end client wants the PLC code and HMI too, which we don't do. Can you take over that part?
-||Somos tableristas y un cliente nos pidió además la programación del PLC y el SCADA; nosotros no lo hacemos. ¿Pueden cotizar?
-||Wir bauen die Schaltschränke selbst, suchen aber jemanden für Software und Inbetriebnahme bei unserem Endkunden.
-||Siamo quadristi, il cliente finale ci chiede anche il software PLC: potete occuparvene voi?
-||Nous sommes tableautier et notre client nous demande aussi la programmation de l'automate ; pouvez-vous chiffrer ?
-|now|The pump station PLC died last night and we are running on manual. Need a replacement program and panel work right away.
-|now|Please let me know today if you can send an engineer; our cement kiln is tripping every hour and we are losing production.
-|now|Turbine trip, governor controller failed, plant offline.
-|-|Our plant is down for maintenance from 1 to 20 August, this is the window for the migration.
-|-|Die Anlage steht jedes Jahr im August drei Wochen, in dieser Zeit müsste der Umbau erfolgen.
-|-|L'usine est à l'arrêt tous les ans en août, les travaux doivent se faire pendant cette période.
-|-|La planta para todos los años en diciembre; ahí haríamos el cambio del DCS.
-|-|Our machines are not down, but spare parts for the S5 are hard to get.
-|-|The old line was stopped and scrapped; the new one needs automation: 300 I/O.
-|now|A consulta pública encerra na próxima sexta, precisamos da proposta até lá. SCADA da ETE.
-|now|Kunde wünscht Rückruf noch heute, es geht um den Ausfall der Kälteanlage.
out_of_scope||Estoy buscando quien me arregle el portón eléctrico.
out_of_scope||We need to install CCTV and an alarm in our shop.
out_of_scope||Our school needs new projectors and tablets.
out_of_scope||Wir suchen eine Firma, die unsere Büroräume reinigt.
out_of_scope||Wir möchten unsere Firmenfahrzeuge folieren lassen.
out_of_scope||Bonjour, je voudrais une domotique complète pour ma maison neuve : volets, éclairage, chauffage.
out_of_scope||Salve, mi serve un idraulico per il bagno.
out_of_scope||Necesito reparar la tarjeta de mi televisor Samsung.
out_of_scope||Quero instalar uma tomada para o carro elétrico na garagem do meu prédio.
out_of_scope||We're opening a restaurant and need kitchen equipment and a POS system.
out_of_scope||Can you make me a logo and business cards?
out_of_scope||Need an app to track my gym workouts.
out_of_scope||Gear cutting and machining of 50 shafts, drawing attached.
-||Wir möchten SAP mit der Produktion verbinden (MES, OPC UA), 3 Linien.
-||Our brewery's cooling system needs a new controller and temperature sensors, 14 tanks.
-||Hola, tenemos un taller de mecanizado y queremos un robot para cargar el torno CNC.
-||Für unsere Bäckerei (Großbetrieb, 3 Öfen) brauchen wir eine neue Ofensteuerung.
-||We make toys; the injection molding machines need to be networked, 22 machines, OPC UA.
-||Tenemos una empresa de concreto premezclado, se requiere automatizar la planta dosificadora.
student||I'm doing research for my PhD on ICS honeypots, can we get access to your lab data?
student||My son needs an Arduino kit for school, do you sell those?
student||Hola, para una tarea necesito saber qué es un HMI.
job_seeker||Hello sir I am fresher in PLC SCADA, please give me one chance in your esteemed organization.
job_seeker||Buenas, ¿están contratando electricistas?
job_seeker||Moin, sucht ihr noch Leute? Bin gelernter Elektroniker.
job_seeker||Boa noite, gostaria de saber se estão contratando programador de CLP.
job_seeker||Bonjour, recrutez-vous des automaticiens débutants ?
job_seeker||Salve, assumete programmatori PLC junior?
awarded||Honestly, the job is going to our usual integrator; I only need your number to push his price down.
awarded||Siendo sincero, ya tenemos al proveedor decidido; su oferta es para comparar y negociar con él.
awarded||Ehrlich gesagt haben wir den Lieferanten schon, Ihr Angebot dient nur dem Preisvergleich.
awarded||Pour être franc le prestataire est déjà retenu, c'est pour comparer.
-|-|Hello, I'm the maintenance planner at a poultry processing plant in Georgia. Our evisceration line runs on PLC-5 and RSView32 and we would like a proposal for migration to ControlLogix during the Christmas shutdown.
-|-|We are evaluating vendors for a plant historian. About 15,000 tags, two sites. No decision before Q4. Could you offer a demo and budget figures?
-|-|Good day, our company produces fertilizers and is expanding. We want to know if you can provide the electrical and instrumentation engineering, panels and commissioning for a new granulation unit.
-|-|Can you supply and program 5 ABB ACS880 drives, 90 kW, for our cooling water pumps?
-|-|I came across your company at the trade show. We have an ageing DCS and our board wants options.
-|-|Please quote a service contract for our SCADA system, we have had your competitor so far and are not happy.
-|-|We'd like you to become our integration partner for Latin America: we sell pasteurizers and each needs a PLC panel and start-up on site. First project: Guadalajara, August.
-|-|Our IT department found that the OT network is flat. We need segmentation, firewalls and remote access for vendors.
-|-|Looking for help writing a URS for a MES on 3 tablet press lines.
-|-|Somos una embotelladora y estamos interesados en sus servicios de automatización para una línea de PET. ¿Podrían enviarnos su portafolio y visitarnos?
-|-|Trabajo en el área de proyectos de una minera. Requerimos la ingeniería de detalle para el sistema de control de una nueva faja transportadora.
-|-|Estamos buscando proveedor para tableros de control de motores, CCM inteligente, 24 cubículos, planta de aceite en Santa Cruz.
-|-|Quisiéramos conocer sus tarifas de ingeniería para un contrato marco de soporte a nuestra refinería.
-|-|Nuestra empresa ofrece servicios de logística y opera un centro de distribución; el sorter necesita un retrofit de control.
-|-|Wir betreiben ein Hochregallager mit 6 Regalbediengeräten, Steuerung S5-135U. Wer kann die Modernisierung anbieten?
-|-|Unser Unternehmen ist Lieferant von Verpackungen; für die neue Extrusionslinie brauchen wir eine Leitwarte mit zenon.
-|-|Wir interessieren uns für Ihre Leistungen im Bereich OT-Security. Könnten Sie uns Ihr Portfolio vorstellen?
-|-|Könnten Sie uns Referenzen und Preise für die Programmierung einer CIP-Anlage nennen? Wir vergleichen gerade drei Anbieter.
-|-|Bei uns sucht ein Lehrling vergeblich nach Ersatz für die S5 - wir müssen dringend über eine Ablösung reden, die Anlage ist von 1989.
-|-|Für die Ausbildung unserer Elektroniker möchten wir eine SPS-Trainingsanlage bauen lassen, Werk Kassel.
-|-|Somos uma cooperativa agrícola e queremos automatizar 8 silos com medição de temperatura. Podem apresentar uma proposta?
-|-|Nosso fornecedor atual de automação encerrou as atividades, precisamos de suporte para a linha de pintura.
-|-|Gostaríamos de conhecer a empresa de vocês e agendar uma visita técnica para o projeto da nova caldeira.
-|-|Trabalho com manutenção em um frigorífico; os inversores da sala de máquinas estão obsoletos.
-|-|Nous sommes un bureau d'études mandaté par la collectivité pour la rénovation de la station d'épuration : automates, supervision, armoires.
-|-|Pouvez-vous nous présenter vos offres pour la maintenance de nos automates ? Nous avons 4 sites en Bretagne.
-|-|Notre fournisseur actuel ne répond plus, nous cherchons un nouveau prestataire pour la GTC de process et la supervision.
-|-|Dans le cadre du plan de relance, notre fonderie investit : robotisation de deux cellules.
-|-|Siamo interessati ai vostri servizi: ammodernamento dei quadri di comando di una cartiera.
-|-|Vorremmo una presentazione della vostra azienda e un preventivo per il telecontrollo di 30 pozzi.
-|-|Il nostro fornitore storico ha chiuso, cerchiamo chi possa fare assistenza sui PLC Omron.
-|-|La nostra azienda produce cosmetici, dobbiamo interconnettere le macchine per la transizione 4.0.
-|-|Estamos registrando proveedores de automatización para nuestras plantas; favor enviar su brochure y tarifas.
-|-|Our procurement department is updating the approved vendor list for control system integrators; please send your company profile and rates.
-|-|My colleague recommended you. We run a small distillery and want to get rid of manual valves.
-|-|We need someone to join our project team on site for three months as commissioning lead, DeltaV, refinery turnaround.
-|-|Do you have engineers available in May for commissioning at our plant in Iowa?
-|-|Haben Sie im Mai Kapazitäten frei für eine Inbetriebnahme bei uns im Werk?
-|-|¿Tienen ingenieros disponibles en mayo para la puesta en marcha de nuestra planta?
-|-|Avez-vous des automaticiens disponibles en mai pour une mise en service sur notre site ?
-|-|Avete programmatori disponibili a maggio per un avviamento presso il nostro stabilimento?
-|-|Vocês têm programadores disponíveis em maio para o comissionamento da nossa fábrica?
`
