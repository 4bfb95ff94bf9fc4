"""Words that people choose first when they think of a passphrase. Written for this program; no rule here."""

COMMON = frozenset(
    """
    a abcd abcdef able about above access account across action admin admin123 administrator after again
    age agree air alex all allow almost alone along already also always am amanda amazing amigo among amor
    an and andrea andrew angel angela animal anna another answer anthony any anyone anything apple april
    are arm army around art as asdf ask at august aunt autumn away azerty baby back bad ball banana bank
    barbara baseball batman battery be bear beautiful because become bed been before begin behind believe
    best better between big bird birthday black blue boat body bonjour book both box boy bread break
    bright bring broken brother brown build bus business but butterfly buy by call came camera can captain
    car card care carlos carry casa case cat catch cause change charge charlie cheese cherry chicken child
    children china chocolate choose chris church city class clean clear close cloud coffee cold color
    colour come community company complete computer contrasena cookie cool corazon correct could country
    couple cousin crazy cry cup dad daddy dance daniel dark data date daughter david day dead dear death
    december deep default democracy desk device did die diego different dinner dios do doctor does dog
    dollar dolphin done door down dragon dream drink drive driver dry each early earth east easy eat egg
    eight eighteen electronics elena eleven email emily emma end enemy enough enter eric eva even evening
    ever every everyone everything eye face fact factory fall familia family far fast father fatima
    favourite february feel feet few field fieldwork fifty fight find finding fine finger fire first fish
    five fly follow food foot football for forest forever forget forty four fox free freedom friday friend
    friends from front full fun future game garden gato gave general george get ghost girl give go god
    gold good google got government grand great green ground group grow guerra guess guest guitar had hair
    half hand hannah happy hard hassan hat hate have he head health hear heart heaven hello help her here
    hero high hill him his hockey hola hold holiday hombre home honey hope horse hot hotel hour house how
    human hund hundred i ibrahim ice idea if iloveyou important in inside internet interview into iron is
    island it jack james jan january jennifer jessica jesus job joe john join jorge jose joy juan julia
    july jump jumps june just justice justin karen keep kevin key kid kill killer kind king kiss kitchen
    kitty knife know kumar labor labour lady land language large last late later laugh laura law lazy lead
    leader learn leave left leg let letmein letter level li libertad liberty liebe life light like line
    lion lisa list listen little live local lock login logout london long look lord lose lost lot love
    lover low luck lucky lucy luis lunch machine madre magic maison make mama man manager many march maria
    mark market martin mary master matrix matthew max may maya maybe me mean meet member memory men
    message metal michael michelle middle milk mind mine minute miracle miss mobile mohamed mohammed mom
    moment monday money monitor monitoring monkey month moon more morning most mother mountain mouse mouth
    move movie much muhammad mujer mundo music must my name near need network never new news next nguyen
    nice nicole night nine ninja no nobody noon nor north not note nothing november now number ocean
    october of off office often oil ok old omar on once one online only open or orange order organisation
    organization oscar other our out outside over own padre page papa paper parent paris party pass
    passcode passphrase passw0rd password passwort past path pay peace pedro pen people pepper perfect
    perro person peter phone photo piano picture pink place plan plant play player please point pokemon
    police poor power present president pretty price prince princess private priya problem program project
    protect public pull purple push put qazwsx queen question quick quiet qwerty qwertz radio rain rainbow
    read ready real really reason record recovery red remember report rest rice rich richard ride right
    rights ring river road robert robot rock root rose round run russia ruth sad safe safety said sail
    salt same samsung samuel sand sara sarah saturday save say schatz school sea search season second
    secret secure security see seed seem sell send september serve service session set seven seventy
    shadow shall share she ship shirt shoe shop short should show side silver simple since sing singh
    single sister sit six sixty size skin sky sleep slow small smart smile smoke snow so soccer social
    sofia sol soldier soleil solo some someone something sometimes sommer son song soon sorry soul sound
    south space speak spring staple star start starwars state station stay step stephen still stone stop
    story street strong student study stupid such sugar summer sun sunday sunshine super superman supplier
    sure sweet system table take talk teacher team tell ten tennis test than thank thanks that the their
    them then there these they thing things think third this thomas those though thought thousand three
    through thursday tiempo tiger time tired to today together tom tomorrow tonight too top town trabajo
    trade train travail travel tree true trust trustno trustno1 truth try tuesday turn twelve twenty two
    type uncle under union until up upon us use user vacation vault very victor victory vida village
    violet visa visit voice wage wages wait walk wall wang want war warm was watch water way we weather
    wednesday week weekend welcome well went were west what when where whether which while whisky white
    who whole why wife wild will william win wind window wine winner winter wish with without wolf woman
    women wonder wood word words work worker workers working world would write wrong year yellow yes
    yesterday yet you young your yourself zero zhang zxcvbn
    """.split()  # noqa: SIM905 - a page of words reads better than a list of quotes
)
