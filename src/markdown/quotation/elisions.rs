//! The words that an apostrophe begins or ends, as people are heard to say them.

/// Words of which the apostrophe takes the beginning: after it comes what stands here.
const BEHEADED: &str = "\
    appen bout burbs cause cello cept copter cos course coz cuz cross d e em feard fraid fore \
    gainst hood kay ll lectric m member n neath nother nuff nuther phone re round s scuse \
    sides specially spect spose stead t taint tain tec til till tis tisn twas twasn tween \
    twere twill twixt twould twouldn ud un uns ve ye";

/// Of these, words that are also words without their beginning.
const AMBIGUOUS: &str = "\
    cause copter course cross d e fore hood ll m member n phone re round s sides t till un ve \
    ye";

/// Words that are often said without their h, without it.
const DROPPED_H: &str = "\
    ad adn alf alfway andle ang appen appened appening appens appy ard arder ardest ardly arry \
    asn ate ated ates ave aven aving ead eadache eads ealth eard eart eavy eck ell ello elp \
    elped elpful elping elps elpless er ere erself igh igher im imself is istory ole oliday \
    ome omes ope oped oping orrible orse ospital ospitals ot ouse ouses ow owever undred \
    undreds ungry urry urt urts usband uge umans";

/// Of these, words that are also words without their h.
const WHOLE_WITHOUT_H: &str = "\
    ad ate er is";

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
    a an as by called character denoted for is key letter of size symbol the value variable \
    where with";

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

/// Whether the letters behind an apostrophe end a word: the s of "it's".
pub(crate) fn is_ending(word: &str) -> bool {
    matches!(word, "s" | "d" | "m" | "t" | "ll" | "re" | "ve")
}
