//! How templates write: in marks that mean nothing in Typst, and every value as a literal.

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind};

use super::literal;
use crate::diagnostics::{Marks, template_environment};

/// Returns the environment that the embedded templates are filled in.
pub(super) fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = template_environment(Marks::Angles)?;
    environment.add_filter("typst", |value: Value| {
        typst(&value).map(Value::from_safe_string)
    });
    environment.add_filter("name", name);
    // Every value becomes a literal, with the filter `typst` or without it.
    environment.set_formatter(|out, _, value| {
        if value.is_safe() {
            return out
                .write_str(value.as_str().unwrap_or_default())
                .map_err(Error::from);
        }
        out.write_str(&typst(value)?).map_err(Error::from)
    });
    Ok(environment)
}

/// Returns a value as a Typst literal.
fn typst(value: &Value) -> Result<String, Error> {
    if let Some(text) = value.as_str() {
        return Ok(literal::string(text));
    }
    match value.kind() {
        ValueKind::None => Ok("none".to_owned()),
        ValueKind::Bool => Ok(value.is_true().to_string()),
        ValueKind::Number => Ok(value.to_string()),
        ValueKind::Seq => {
            let mut out = String::from("(");
            for item in value.try_iter()? {
                // The comma behind each item makes an array of a single one, too.
                out.push_str(&typst(&item)?);
                out.push_str(", ");
            }
            if out.len() > 1 {
                out.pop();
            }
            out.push(')');
            Ok(out)
        }
        kind => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("a template printed a value of kind {kind}"),
        )),
    }
}

/// Returns a name of this room's own as it is, and refuses everything else.
fn name(value: &str) -> Result<Value, Error> {
    let is_name = !value.is_empty() && value.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if !is_name {
        let message = format!("`{value}` is no name");
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    Ok(Value::from_safe_string(value.to_owned()))
}
