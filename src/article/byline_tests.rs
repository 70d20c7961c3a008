//! Bylines in several languages, and sentences that only begin like one.

use super::*;

#[test]
fn bylines_are_told_from_sentences() {
    for (line, expected) in [
        ("By Jane Roe", true),
        ("By JANE ROE and John van der Poe", true),
        ("By Jane Roe, Political Correspondent", true),
        ("By Associated Press", true),
        ("By staff reporters", true),
        ("Par Jeanne Roé avec AFP", true),
        ("Von Hanna Röhl, Berlin", true),
        ("Por Juana Pérez", true),
        ("Di Gianna Neri", true),
        ("Propos recueillis par Jeanne Roé", true),
        ("By Friday", false),
        ("By then the bridge was gone.", false),
        (
            "By Jane Roe the bridge was seen as a thing of beauty.",
            false,
        ),
        ("Von der Brücke fiel ein Stein", false),
        ("Por la tarde", false),
        ("Jane Roe", false),
        ("", false),
    ] {
        assert_eq!(is_byline(line), expected, "{line:?}");
    }
}

#[test]
fn people_are_taken_out_of_bylines() {
    for (line, expected) in [
        ("By Jane Roe", &["Jane Roe"] as &[&str]),
        ("By Jane Roe and John Poe", &["Jane Roe", "John Poe"]),
        (
            "JANE ROE, JOHN POE and ANN LEE",
            &["JANE ROE", "JOHN POE", "ANN LEE"],
        ),
        (
            "By Jane Roe, Political Editor, and John Poe",
            &["Jane Roe", "John Poe"],
        ),
        (
            "By Jane Roe in London and John Poe in Paris",
            &["Jane Roe", "John Poe"],
        ),
        ("By Jane Roe for The Valley Crier", &["Jane Roe"]),
        ("By Jane Roe | Associated Press", &["Jane Roe"]),
        ("By The Associated Press", &[]),
        (
            "Par Jeanne Roé et Luc de la Tour",
            &["Jeanne Roé", "Luc de la Tour"],
        ),
        ("Von Hanna Röhl und Max Mühl", &["Hanna Röhl", "Max Mühl"]),
        ("Jane Roe (jane@valley.test)", &["Jane Roe"]),
        ("by Jane Roe; Jane Roe", &["Jane Roe"]),
        ("", &[]),
    ] {
        assert_eq!(authors(line), expected, "{line:?}");
    }
}

#[test]
fn an_agency_in_a_byline_is_the_agency() {
    for (line, expected) in [
        ("By The Associated Press", Some("AP")),
        ("Par Le Courrier avec AFP", Some("AFP")),
        ("By Reuters", Some("Reuters")),
        ("By Jane Roe", None),
        ("By Jane Roe, The Canadian Press", Some("CP")),
        ("Jane Roe in London, Reuters", Some("Reuters")),
        ("By Jane Roe and John Poe | Associated Press", Some("AP")),
        ("Par Jeanne Roé avec AFP", Some("AFP")),
        ("Jane Roe (AFP)", Some("AFP")),
        ("By Jane Roe in Petra", None),
        ("By Jane Roe, former Reuters editor", None),
        ("By Jane Roe, Getty Images", None),
    ] {
        assert_eq!(agency_in(line), expected, "{line:?}");
    }
}
