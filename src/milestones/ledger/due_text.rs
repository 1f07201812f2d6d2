//! A date as the ledger writes it: `2027-09-14`, or `2027-09-14T16:00:00`.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::diagnostics::parse_date;
use crate::project::Due;

pub(crate) fn serialize<S: Serializer>(due: &Due, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(due)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<Due, D::Error> {
    let text = String::deserialize(source)?;
    let moment = || Due::moment(&text).map(Due::Moment);
    let day = parse_date(&text).ok().map(Due::Day);
    day.or_else(moment)
        .ok_or_else(|| D::Error::custom("expected a date such as 2027-02-15"))
}

/// A date that may be missing.
pub(crate) mod maybe {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::project::Due;

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Written(#[serde(with = "super")] Due);

    #[expect(clippy::ref_option, reason = "this is how the serialiser asks")]
    pub(crate) fn serialize<S: Serializer>(
        due: &Option<Due>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        due.map(Written).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        source: D,
    ) -> Result<Option<Due>, D::Error> {
        let written = Option::<Written>::deserialize(source)?;
        Ok(written.map(|Written(due)| due))
    }
}
