//! The words that an apostrophe begins or ends, as people are heard to say them.

/// Words of which the apostrophe takes the beginning: after it comes what stands here.
const BEHEADED: &str = "\
    afternoon appen bout burbs cause cello cept copter cos course coz cross cuz d e em \
    feard flu fore fraid gainst hood kay lastic lectric lectrics ll long m magine member \
    mongst morning n neath neathe night nother nuff nuther phone phoned phones re round s \
    scuse sides specially spect spose stead t tain taint tec til till tis tisn twas twasn \
    tween twere twill twixt twould twouldn ud un uns ve ye";

/// Of these, words that are also words without their beginning.
const AMBIGUOUS: &str = "\
    afternoon cause copter course cross d e flu fore hood ll long m member morning n \
    night phone phoned phones re round s sides t till un ve ye";

/// Words that are often said without their h, without it.
const DROPPED_H: &str = "\
    abit abits ackney ad adn aircut airdresser alf alfway alves amlet ammer ampshire \
    ampstead andbag anded andful andicap andle andles ands andsome andy ang angover anky \
    appen appened appening appens appier appily appiness appy arbour ard arder ardest ardly \
    ardship armless arold arriet arry asn ate ated ates atred aunted ave aven aving awk ay \
    azard ead eadache eaded eading eadmaster eadmistress eads ealth ealthy eard earing \
    earsay eart earted eaven eavens eavy eck elen ell ello elp elpdesk elped \
    elper elpful elping elpless elps en enry er erbert erbs erd erdsman ere ero eroes erself \
    ide iding igh igher im imself ire ired iring is istory itler obby ockey olborn olding \
    ole oliday olidays ollow oly ome omeless omes omework ook ooked ooray ope oped opeful \
    opefully opeless oping orace orn orrible orror orse orses ose ospice ospices ospital \
    ospitals ost ostel ostels ot otel otels ound ounds ouse ousehold ouseholds ouses \
    ousewife ousing ow owever uddersfield uff ug uge ull umans umble umour ump undred \
    undreds ung unger ungry unt unting urdle urricane urried urry urrying urt urting urts \
    usband ush ut utch";

/// Of these, words that are also words without their h.
const WHOLE_WITHOUT_H: &str = "\
    ad alf andy ate awk elen en er erd ide ire is ost";

/// Words of which the apostrophe takes the end.
const CURTAILED: &str = "\
    an bes d fo i jus l las lil mo mos n o ol ole po t th tho wi wha yo nex righ tha ma ha gi";

/// Words in -in that are no participle without its g.
const WHOLE_IN_IN: &str = "\
    again aspirin assassin basin begin berlin brain bulletin cabin captain certain chagrin \
    chain chin coffin cousin curtain dolphin domain dublin explain fountain gain goblin grain \
    griffin grin haemoglobin heparin heroin horizon insulin join kin latin login main maintain \
    margin martin melanin merlin mountain muffin napkin obtain origin pain paracetamol \
    penicillin plain plugin protein pumpkin rain remain resin robin ruin satin skin spain spin \
    stain statin strain sustain thin toxin train twin urchin vein villain virgin vitamin \
    violin warfarin within";

/// Words before a year without its century.
const BEFORE_YEARS: &str = "\
    about after around autumn before between by class during early from in late mid of or \
    since spring summer the till to until winter january february march april may june july \
    august september october november december and";

/// Words that follow a quotation and are owned by nobody.
const NOT_OWNED: &str = "\
    a about added after again against also although among an and answered are as asked at be \
    because been before being between both but by came can could did do does during each \
    emerged especially even explained for from had has have he her here his how however i if \
    in into is it its just like may meant means might more most must my no nor not of on only \
    or our over per rather referred refers replied said says she should since so some still \
    such suggested suggests than that the their them then there these they this those though \
    through thus to too under until upon using was we were what when where whereas whether \
    which while who whose why will with within without would yet you your";

/// Words before a letter that is quoted, as in the letter 'n'.
const BEFORE_LETTERS: &str = "\
    a an answer as by called category character code denoted for group is key label letter of \
    option response size symbol the value variable where with";

/// Words that people answer with.
const ANSWERS: &str = "\
    agree always applicable but disagree if know maybe never no not often please rarely sometimes \
    sorry sure thanks unsure yes";

/// How sure it is that an apostrophe is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Elision {
    /// Nothing else is likely.
    Certain,
    /// It may be a word in quotation marks as well.
    Likely,
    /// No word that is known.
    Unknown,
}

fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// Whether the word (lower case) behind a mark has lost its beginning.
pub(crate) fn beheaded(word: &str) -> Elision {
    let is_participle = word.strip_suffix("in").is_some_and(|stem| {
        DROPPED_H
            .split(' ')
            .any(|known| known.strip_suffix("ing") == Some(stem))
    });
    let is_known = has(BEHEADED, word) || has(DROPPED_H, word) || is_participle;
    let is_whole = has(AMBIGUOUS, word) || has(WHOLE_WITHOUT_H, word);
    match (is_known, is_whole) {
        (true, false) => Elision::Certain,
        (true, true) => Elision::Likely,
        (false, _) => Elision::Unknown,
    }
}

/// Whether the word (lower case) before a mark has lost its end.
pub(crate) fn curtailed(word: &str) -> Elision {
    let is_participle = word.len() > 3 && word.ends_with("in") && !has(WHOLE_IN_IN, word);
    match is_participle {
        true => Elision::Certain,
        false if has(CURTAILED, word) => Elision::Likely,
        false => Elision::Unknown,
    }
}

/// Whether a year without its century may stand behind the word.
pub(crate) fn is_before_year(word: &str) -> bool {
    has(BEFORE_YEARS, word)
}

/// Whether the word is no thing that somebody could have.
pub(crate) fn is_not_owned(word: &str) -> bool {
    has(NOT_OWNED, word)
}

/// Whether a letter is quoted behind the word.
pub(crate) fn is_before_letter(word: &str) -> bool {
    has(BEFORE_LETTERS, word)
}

/// Whether the word (lower case) is one that is counted when it is quoted: three 'don't know's.
pub(crate) fn has_plural_when_quoted(word: &str) -> bool {
    word.chars().nth(1).is_none() || has(ANSWERS, word)
}

/// Whether the letters behind an apostrophe end a word: the s of "it's".
pub(crate) fn is_ending(word: &str) -> bool {
    matches!(word, "s" | "d" | "m" | "t" | "ll" | "re" | "ve")
}
