"""Names at the end of host names, after the root zone of IANA (data of 2026), in three groups.

Real names are many and many of them are words, so that "it was open.now" looks
like a host.  What a writer means as one tells the group: see `addresses`.
"""

from __future__ import annotations

_PLAIN = """
ad ae aero af africa ag al alsace amsterdam ao aq ar asia at au aw ax az ba barcelona bayern bb bd be berlin bf
bg bh bi biz bj bm bn bo boston br brussels bs bt budapest bv bw by bzh ca capetown cd cf cg ch ci ck cm cn co
cologne com coop corsica cr cu cv cw cx cy cymru cz de dj dk dm durban dz ec edu ee eg er es et eu eus fi fj fk
fm fo fr frl ga gal gb gd ge gent gf gg gh gi gl gm gn gov gp gq gr gs gt gu gw gy hamburg helsinki hk hm hn hr
ht hu ie il im info io iq ir irish ist istanbul it je jm jo joburg jp ke kg kh ki km kn koeln kp kr kw ky kyoto
kz lat lb lc li lk london lr lt lu lv ly ma madrid mc melbourne mg mh miami mil mn mobi moscow mp mq mr mt mu mv
mw mx my mz na nagoya nc ne net nf ng ni nl no np nr nrw nu nyc nz okinawa om org osaka pa paris pe pf pg ph pk
pn pr pt pw qa quebec rio ro ru ruhr rw ryukyu sa saarland sb scot sd se sg si sj sk sm sn sr ss stockholm su sv
swiss sx sy sydney sz taipei tatar tc td tg th tirol tj tk tl tm tn tokyo tr tt tv tw tz ua ug uk us uy uz va ve
vegas vg vi vlaanderen vn vu wales wf wien ye yokohama yt za zm zuerich zw ελ ευ бг бел ею мкд мон рф срб укр
қаз
"""
#: Countries, the old general names, cities and regions: a bare ``word.name`` in running text is a host.
PLAIN = frozenset(_PLAIN.split())

_AMBIGUOUS = """
ac ai am as bz cc cl do id in is la ls md me mk ml mm mo ms pl pm ps py re rs sc sh sl so st tf to vc ws
"""
#: Countries whose name is also the ending of a file or a short word of a program.
AMBIGUOUS = frozenset(_AMBIGUOUS.split())

_WORDS = """
aaa aarp abarth abb abbott abbvie abc able abogado abudhabi academy accenture accountant accountants aco actor
adac ads adult aeg aetna afamilycompany afl agakhan agency aig airbus airforce airtel akdn alfaromeo alibaba
alipay allfinanz allstate ally alstom amazon americanexpress americanfamily amex amfam amica analytics android
anquan anz aol apartments app apple aquarelle arab aramco archi army arpa art arte asda associates athleta
attorney auction audi audible audio auspost author auto autos avianca aws axa azure baby baidu banamex
bananarepublic band bank bar barclaycard barclays barefoot bargains baseball basketball bauhaus bbc bbt bbva bcg
bcn beats beauty beer bentley best bestbuy bet bharti bible bid bike bing bingo bio black blackfriday
blockbuster blog bloomberg blue bms bmw bnpparibas boats boehringer bofa bom bond boo book booking bosch bostik
bot boutique box bradesco bridgestone broadway broker brother bugatti build builders business buy buzz cab cafe
cal call calvinklein cam camera camp cancerresearch canon capital capitalone car caravan cards care career
careers cars casa case caseih cash casino cat catering catholic cba cbn cbre cbs ceb center ceo cern cfa cfd
chanel channel charity chase chat cheap chintai christmas chrome church cipriani circle cisco citadel citi citic
city cityeats claims cleaning click clinic clinique clothing cloud club clubmed coach codes coffee college
comcast commbank community company compare computer comsec condos construction consulting contact contractors
cooking cookingchannel cool country coupon coupons courses cpa credit creditcard creditunion cricket crown crs
cruise cruises csc cuisinella cyou dabur dad dance data date dating datsun day dclk dds deal dealer deals degree
delivery dell deloitte delta democrat dental dentist desi design dev dhl diamonds diet digital direct directory
discount discover dish diy dnp docs doctor dog domains dot download drive dtv dubai duck dunlop dupont dvag dvr
earth eat eco edeka education email emerck energy engineer engineering enterprises epson equipment ericsson erni
esq estate etisalat eurovision events exchange expert exposed express extraspace fage fail fairwinds faith
family fan fans farm farmers fashion fast fedex feedback ferrari ferrero fiat fidelity fido film final finance
financial fire firestone firmdale fish fishing fit fitness flickr flights flir florist flowers fly foo food
foodnetwork football ford forex forsale forum foundation fox free fresenius frogans frontdoor frontier ftr
fujitsu fujixerox fun fund furniture futbol fyi gallery gallo gallup game games gap garden gay gbiz gdn gea
genting george ggee gift gifts gives giving glade glass gle global globo gmail gmbh gmo gmx godaddy gold
goldpoint golf goo goodyear goog google gop got grainger graphics gratis green gripe grocery group guardian
gucci guge guide guitars guru hair hangout haus hbo hdfc hdfcbank health healthcare help here hermes hgtv hiphop
hisamitsu hitachi hiv hkt hockey holdings holiday homedepot homegoods homes homesense honda horse hospital host
hosting hot hoteles hotels hotmail house how hsbc hughes hyatt hyundai ibm icbc ice icu ieee ifm ikano imamat
imdb immo immobilien inc industries infiniti ing ink institute insurance insure int international intuit
investments ipiranga ismaili itau itv iveco jaguar java jcb jcp jeep jetzt jewelry jio jll jmp jnj jobs jot joy
jpmorgan jprs juegos juniper kaufen kddi kerryhotels kerrylogistics kerryproperties kfh kia kim kinder kindle
kitchen kiwi komatsu kosher kpmg kpn krd kred kuokgroup lacaixa lamborghini lamer lancaster lancia land
landrover lanxess lasalle latino latrobe law lawyer lds lease leclerc lefrak legal lego lexus lgbt lidl life
lifeinsurance lifestyle lighting like lilly limited limo lincoln linde link lipsy live living lixil llc llp loan
loans locker locus loft lol lotte lotto love lpl lplfinancial ltd ltda lundbeck lupin luxe luxury macys maif
maison makeup man management mango map market marketing markets marriott marshalls maserati mattel mba mckinsey
med media meet meme memorial men menu merckmsd microsoft mini mint mit mitsubishi mlb mls mma mobile moda moe
moi mom monash money monster mormon mortgage moto motorcycles mov movie msd mtn mtr museum mutual nab name
nationwide natura navy nba nec netbank netflix network neustar new newholland news next nextdirect nexus nfl ngo
nhk nico nike nikon ninja nissan nissay nokia northwesternmutual norton now nowruz nowtv nra ntt obi observer
off office olayan olayangroup oldnavy ollo omega one ong onl online onyourside ooo open oracle orange organic
origins otsuka ott ovh page panasonic pars partners parts party passagens pay pccw pet pfizer pharmacy phd
philips phone photo photography photos physio pics pictet pictures pid pin ping pink pioneer pizza place play
playstation plumbing plus pnc pohl poker politie porn post pramerica praxi press prime pro prod productions prof
progressive promo properties property protection pru prudential pub pwc qpon quest qvc racing radio raid read
realestate realtor realty recipes red redstone redumbrella rehab reise reisen reit reliance ren rent rentals
repair report republican rest restaurant review reviews rexroth rich richardli ricoh ril rip rmit rocher rocks
rodeo rogers room rsvp rugby run rwe safe safety sakura sale salon samsclub samsung sandvik sandvikcoromant
sanofi sap sarl sas save saxo sbi sbs sca scb schaeffler schmidt scholarships school schule schwarz science
scjohnson search seat secure security seek select sener services ses seven sew sex sexy sfr shangrila sharp shaw
shell shia shiksha shoes shop shopping shouji show showtime shriram silk sina singles site ski skin sky skype
sling smart smile sncf soccer social softbank software sohu solar solutions song sony soy spa space sport spot
spreadbetting srl stada staples star statebank statefarm stc stcgroup storage store stream studio study style
sucks supplies supply support surf surgery suzuki swatch swiftcover systems tab talk taobao target tatamotors
tattoo tax taxi tci tdk team tech technology tel temasek tennis teva thd theater theatre tiaa tickets tienda
tiffany tips tires tjmaxx tjx tkmaxx tmall today tools top toray toshiba total tours town toyota toys trade
trading training travel travelchannel travelers travelersinsurance trust trv tube tui tunes tushu tvs ubank ubs
unicom university uno uol ups vacations vana vanguard ventures verisign versicherung vet viajes video vig viking
villas vin vip virgin visa vision viva vivo vodka volkswagen volvo vote voting voto voyage vuelos walmart walter
wang wanggou watch watches weather weatherchannel webcam weber website wed wedding weibo weir whoswho wiki
williamhill win windows wine winners wme wolterskluwer woodside work works world wow wtc wtf xbox xerox xfinity
xihuan xin xxx xyz yachts yahoo yamaxun yandex yodobashi yoga you youtube yun zappos zara zero zip zone
"""
#: Every other name: words, trades and brands.
WORDS = frozenset(_WORDS.split())

#: Languages (BCP 47, primary) whose writers mean a country's host by a name of `AMBIGUOUS`.
HOME_OF = {
    "al": "sq",
    "am": "hy",
    "cl": "es",
    "do": "es",
    "id": "id",
    "is": "is",
    "md": "ro",
    "mk": "mk",
    "mo": "zh",
    "pl": "pl",
    "rs": "sr",
    "sc": "fr",
    "so": "so",
}
