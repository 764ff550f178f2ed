/** Messages and the rule that should hold for them; null is a lead to judge on its need. */
export type Fixture = readonly [rule: string | null, message: string]

/** Mail that is no enquiry, in six languages. */
export const UNWANTED: readonly Fixture[] = [
  [
    'job_seeker',
    'Dear HR team, please find attached my CV. I have 5 years of experience programming Siemens S7 PLCs and I am looking for a job in automation.',
  ],
  [
    'job_seeker',
    'Hi, are you hiring? I am a PLC programmer with TIA Portal experience and would love to join your team.',
  ],
  [
    'job_seeker',
    'Is there any internship available at your company this summer? I know Rockwell and SCADA.',
  ],
  [
    'job_seeker',
    'Hola, adjunto mi hoja de vida. Soy ingeniero electrónico con experiencia en PLC Siemens y busco empleo.',
  ],
  [
    'job_seeker',
    'Buenos días, quisiera saber si tienen vacantes para técnico en automatización, puedo empezar de inmediato.',
  ],
  [
    'job_seeker',
    'Sehr geehrte Damen und Herren, hiermit bewerbe ich mich als SPS-Programmierer. Mein Lebenslauf liegt bei.',
  ],
  ['job_seeker', 'Ich suche einen Praktikumsplatz im Bereich Automatisierungstechnik ab März.'],
  [
    'job_seeker',
    'Segue meu currículo. Sou técnico em automação, procuro uma oportunidade de emprego.',
  ],
  [
    'job_seeker',
    'Bonjour, je suis à la recherche d’une alternance en automatisme, vous trouverez mon CV ci-joint.',
  ],
  [
    'job_seeker',
    'Je souhaite postuler à un poste d’automaticien dans votre entreprise. Lettre de motivation jointe.',
  ],
  ['job_seeker', 'Buongiorno, mi candido come programmatore PLC, in allegato il mio curriculum.'],
  [
    'student',
    'I am a student at the University of Leeds writing my thesis on OT security. Could you answer a short survey about IEC 62443?',
  ],
  [
    'student',
    'For my final year project I need the price of a Siemens S7-1200 and a simple SCADA. Can you help me?',
  ],
  [
    'student',
    'Soy estudiante de ingeniería mecatrónica y para mi tesis necesito información sobre PLC y cotizaciones de referencia.',
  ],
  [
    'student',
    'Im Rahmen meiner Masterarbeit untersuche ich die Migration von S5 auf S7. Könnten Sie mir einige Fragen beantworten?',
  ],
  [
    'student',
    'Wir sind Schüler der Technikerschule und brauchen für unsere Facharbeit ein Angebot für eine kleine Steuerung.',
  ],
  [
    'student',
    'Sou estudante de engenharia elétrica e preciso de um orçamento fictício para o meu TCC sobre supervisório.',
  ],
  [
    'student',
    'Étudiant en BTS électrotechnique, je cherche des informations sur les automates pour mon projet de fin d’études.',
  ],
  [
    'student',
    'Sono uno studente del Politecnico e per la tesi di laurea cerco dati sui sistemi SCADA.',
  ],
  [
    'vendor',
    'We offer professional SEO services and can increase your traffic by 300%. Would you be interested in a free audit?',
  ],
  [
    'vendor',
    'We are a leading manufacturer of control cabinets in Shenzhen. Please send us the contact of your purchasing manager. Best prices, MOQ 10 pcs.',
  ],
  [
    'vendor',
    'Quick question: who is in charge of purchasing PLC modules at your company? We have Siemens and Allen-Bradley surplus stock at 40 % discount.',
  ],
  [
    'vendor',
    'I noticed you need more automation engineers. Our recruitment agency has candidates with PLC experience ready to start for your open positions.',
  ],
  [
    'vendor',
    'Our software helps integrators save 30% of engineering time. Can we book a demo next week?',
  ],
  [
    'vendor',
    'Nos complace presentarle nuestro catálogo de variadores y sensores. Queremos ser su proveedor de confianza con precios competitivos.',
  ],
  [
    'vendor',
    'Ofrecemos bases de datos de empresas industriales para aumentar sus ventas. ¿Podemos agendar una demo?',
  ],
  [
    'vendor',
    'Gerne möchten wir Ihnen unsere Produkte vorstellen: Klemmen, Kabel und Schaltschränke zu günstigen Preisen. Wer ist bei Ihnen für den Einkauf zuständig?',
  ],
  [
    'vendor',
    'Als Personaldienstleister vermitteln wir Ihnen SPS-Programmierer kurzfristig. Dürfen wir Ihnen passende Kandidaten vorstellen?',
  ],
  [
    'vendor',
    'Somos fabricante de painéis elétricos e gostaríamos de apresentar nosso portfólio ao responsável por compras.',
  ],
  [
    'vendor',
    'Nous vous proposons nos services de référencement pour améliorer la visibilité de votre site. Audit gratuit.',
  ],
  [
    'vendor',
    'Nous fabriquons des armoires électriques et recherchons des distributeurs. Puis-je vous présenter notre catalogue ?',
  ],
  [
    'vendor',
    'Siamo un’azienda leader nella produzione di quadri. Vorremmo presentarvi i nostri prodotti e diventare vostro fornitore.',
  ],
  [
    'spam',
    'Congratulations! You have won the lottery. Click here to claim your prize of 2 million dollars.',
  ],
  ['spam', 'Earn passive income with our bitcoin trading platform, guaranteed returns.'],
  ['spam', 'asdfasdf qwerty'],
  ['spam', 'test'],
  ['spam', 'prueba'],
  ['spam', 'xkjhdfg lkjsdhfg kjhsdfkjg'],
  ['spam', 'Invierta en criptomonedas, rentabilidad garantizada, haga clic aquí.'],
  ['spam', 'Sofortkredit ohne Schufa, klicken Sie hier!'],
  ['spam', 'Vous avez gagné un iPhone, cliquez ici.'],
  [
    'awarded',
    'The contract for our SCADA migration has already been awarded to another company; we only need a comparison quote for the file.',
  ],
  [
    'awarded',
    'We have already chosen the integrator, but purchasing needs a third quote as a formality. PLC retrofit, 300 I/O.',
  ],
  [
    'awarded',
    'El proyecto ya fue adjudicado a otra empresa, solo necesitamos su cotización para cumplir con el trámite.',
  ],
  [
    'awarded',
    'Der Auftrag ist bereits vergeben, wir brauchen nur noch ein Vergleichsangebot für die Akten. SPS-Umbau.',
  ],
  [
    'awarded',
    'O projeto já foi contratado com outro fornecedor, precisamos apenas de uma proposta por formalidade.',
  ],
  ['awarded', 'Le marché est déjà attribué, nous demandons juste un devis pour la forme.'],
  [
    'awarded',
    'Il progetto è già stato assegnato, ci serve solo un preventivo di confronto per formalità.',
  ],
  ['out_of_scope', 'I need an electrician to rewire my house and install a wallbox in the garage.'],
  ['out_of_scope', 'We would like a new website and an online shop for our bakery, can you quote?'],
  [
    'out_of_scope',
    'Our office printers and laptops keep losing the wifi. Do you offer IT support?',
  ],
  ['out_of_scope', 'Looking for solar panels for my home, about 6 kW on the roof.'],
  ['out_of_scope', 'Can you do chip tuning for my car? It is a 2016 BMW.'],
  [
    'out_of_scope',
    'We need a contractor for concrete foundations and a steel structure for our new warehouse.',
  ],
  ['out_of_scope', 'Do you install air conditioning in our office? Three rooms.'],
  ['out_of_scope', 'Necesito cambiar los enchufes y la instalación eléctrica de mi casa.'],
  [
    'out_of_scope',
    'Buscamos una empresa que nos haga la página web y el posicionamiento de nuestra tienda online.',
  ],
  ['out_of_scope', 'Quiero automatizar mi casa con Alexa: luces y persianas.'],
  [
    'out_of_scope',
    'Für unser Einfamilienhaus suchen wir einen Elektriker, der eine Photovoltaikanlage auf das Dach baut.',
  ],
  ['out_of_scope', 'Wir brauchen eine neue Homepage und einen Onlineshop.'],
  [
    'out_of_scope',
    'Unsere Drucker im Büro drucken nicht mehr und Outlook hängt, können Sie helfen?',
  ],
  ['out_of_scope', 'Meine Waschmaschine ist defekt, reparieren Sie so etwas?'],
  [
    'out_of_scope',
    'Preciso de um eletricista para instalação residencial, trocar o chuveiro e tomadas da minha casa.',
  ],
  ['out_of_scope', 'Quero fazer um site institucional para a minha empresa de advocacia.'],
  ['out_of_scope', 'Je cherche un électricien pour refaire l’installation de ma maison.'],
  ['out_of_scope', 'Nous voulons refaire le site internet de notre cabinet d’avocats.'],
  [
    'out_of_scope',
    'Cerco un elettricista per l’impianto elettrico di casa mia e un impianto fotovoltaico sul tetto di casa.',
  ],
  ['out_of_scope', 'Ci serve un nuovo sito web per il nostro negozio.'],
  [
    'competitor',
    'We are also a system integrator in Ohio. What are your hourly rates for PLC programming? We are benchmarking the market.',
  ],
  [
    'competitor',
    'Wir sind selbst Systemintegrator und würden gerne Ihre Stundensätze erfahren, für einen Preisvergleich.',
  ],
  [
    'competitor',
    'Somos una empresa integradora y queremos saber cuánto cobran por hora de programación PLC.',
  ],
]

/** Real needs that look like something else. */
export const WANTED: readonly Fixture[] = [
  [null, 'We need a new PLC for our bottling line, about 120 I/O. Budget 40,000 USD approved.'],
  [
    null,
    'I found you on your website. Our dairy wants to replace two S7-300 PLCs. Please send a quotation.',
  ],
  [
    null,
    'I am an intern at a cement plant and my maintenance manager asked me to get a quotation for 12 VFDs and a new MCC.',
  ],
  [
    null,
    'As a working student at Bosch I was asked by my boss to find an integrator: our press line needs a safety PLC retrofit, budget 80k EUR is approved.',
  ],
  [
    null,
    'We are a system integrator in Texas, overloaded. Our customer needs 3 PLC panels programmed and commissioned in May; we look for a subcontractor.',
  ],
  [
    null,
    'We manufacture packaging machines and offer turnkey lines worldwide. We need a partner for the motion control of our new cartoner, B&R or Beckhoff.',
  ],
  [
    null,
    'We have been awarded the water treatment plant and need a subcontractor for SCADA and instrumentation.',
  ],
  [
    null,
    'The contract was awarded to another integrator, but they went bankrupt. We need somebody to finish the DCS migration by June.',
  ],
  [null, 'The tender will be awarded in March. Please submit your offer for the SCADA upgrade.'],
  [null, 'Our car plant needs a new conveyor control in the paint shop.'],
  [null, 'We operate a 50 MW solar park and need a SCADA with power plant controller.'],
  [null, 'The web of our paper machine breaks; drives need a retrofit.'],
  [null, 'Hello'],
  [null, 'Please call me.'],
  [
    null,
    'Somos una integradora y nuestro cliente en Lima necesita 4 tableros con PLC; nos falta capacidad y buscamos un subcontratista.',
  ],
  [
    null,
    'Soy practicante en la planta y mi jefe me pidió cotizar la migración del SCADA de la caldera.',
  ],
  [
    null,
    'El contrato aún no está adjudicado; necesitamos su oferta para el retrofit de la prensa.',
  ],
  [null, 'Nos adjudicaron la obra de la PTAR y buscamos quien haga la automatización.'],
  [null, 'Encontré su página web. Necesitamos automatizar nuestra línea de envasado.'],
  [
    null,
    'Der Auftrag ist noch nicht vergeben. Wir bitten um ein Angebot für die Modernisierung unserer Abfüllanlage.',
  ],
  [
    null,
    'Ich bin Werkstudent in der Instandhaltung, mein Chef hat mich gebeten, ein Angebot für den Umbau unserer Presse auf S7-1500 einzuholen.',
  ],
  [
    null,
    'Wir bauen Sondermaschinen und bieten unseren Kunden komplette Linien. Für die Steuerung suchen wir Unterstützung bei der SPS-Programmierung.',
  ],
  [
    null,
    'Über Ihre Homepage bin ich auf Sie gestoßen. Unser Klärwerk braucht eine neue Fernwirktechnik.',
  ],
  [null, 'Unser Leitsystem im Wasserwerk ist abgekündigt, wir planen die Ablösung.'],
  [null, 'Vi o site de vocês. Precisamos trocar o CLP da nossa caldeira.'],
  [
    null,
    'Sou estagiário na manutenção da fábrica e meu gerente pediu um orçamento para 10 inversores.',
  ],
  [null, 'Fomos contratados para a ETE e buscamos parceiro para o supervisório do nosso cliente.'],
  [
    null,
    'Bonjour, notre laiterie souhaite remplacer les automates de la ligne de conditionnement. Merci de nous envoyer un devis.',
  ],
  [
    null,
    'Stagiaire à la maintenance, mon chef m’a demandé de consulter des intégrateurs pour la migration de notre supervision.',
  ],
  [null, 'Le marché n’est pas encore attribué, merci de remettre votre offre avant le 15.'],
  [
    null,
    'Il nostro caseificio vuole sostituire il PLC del pastorizzatore, chiediamo un preventivo.',
  ],
  [
    null,
    'Sono tirocinante in manutenzione e il mio responsabile mi ha chiesto un’offerta per 6 inverter.',
  ],
  [null, 'Abbiamo visto il vostro sito web. La nostra cartiera deve aggiornare gli azionamenti.'],
]
