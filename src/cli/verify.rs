//! `dateline verify`: whether an index is sound.

use super::args::{SummaryFormat, Verify};
use super::{Exit, plan};
use crate::error::Error;
use crate::index::{Archive, Verified, verify};
use crate::output::{ColorChoice, Out, print_note, print_verified};

pub(super) fn run(args: &Verify) -> anyhow::Result<Exit> {
    let dir = plan::index_dir(args.place.index.as_deref())?;
    let found = match Archive::open(&dir) {
        Ok(archive) => verify(&archive, (!args.all).then_some(args.sample))?,
        // An index that does not open is no error of this command, but what it is asked for.
        Err(error @ (Error::Engine(_) | Error::DamagedManifest { .. })) => Verified {
            version: 1,
            damage: vec![error.to_string()],
            ..Verified::default()
        },
        Err(error) => return Err(error.into()),
    };
    let mut out = Out::new(ColorChoice::Auto);
    match args.format {
        SummaryFormat::Json => out.json(&found)?,
        SummaryFormat::Text => print_verified(&mut out, &found)?,
    }
    out.finish()?;
    if found.sound {
        return Ok(Exit::Success);
    }
    print_note(&format!(
        "make it anew from the dumps: dateline index PATH... --fresh --index {}",
        dir.display()
    ));
    Ok(Exit::Damaged)
}
