//! Addresses as outlets form them.

use super::*;

#[test]
fn addresses_become_canonical() {
    for (address, expected) in [
        (
            "HTTPS://News.Valley.CA/a/B?utm_source=rss&id=7#top",
            Some("https://news.valley.ca/a/B?id=7"),
        ),
        ("http://valley.ca", Some("http://valley.ca/")),
        ("www.valley.ca/x", Some("https://www.valley.ca/x")),
        (
            "https://valley.ca:443/x/?cmp=rss",
            Some("https://valley.ca/x/"),
        ),
        ("<https://valley.ca/x>", Some("https://valley.ca/x")),
        ("ftp://valley.ca/x", None),
        ("the valley", None),
        ("valley", None),
        ("", None),
    ] {
        assert_eq!(canonical(address).as_deref(), expected, "{address:?}");
    }
}

#[test]
fn outlets_are_registrable_domains() {
    for (url, expected) in [
        ("https://o.valley.com/x", Some("valley.com")),
        ("https://news.valley.co.uk/x", Some("valley.co.uk")),
        ("https://www.valley.ca", Some("valley.ca")),
        ("no address", None),
    ] {
        assert_eq!(domain(url).as_deref(), expected, "{url:?}");
    }
}

#[test]
fn sections_are_read_from_paths() {
    for (path, expected) in [
        ("news/world/bridge-opens-1.234", Some("world")),
        ("sport/football/bridge", Some("sport/football")),
        ("politics/article/2023/08/30/bridge", Some("politics")),
        ("news/3869084/bridge-opens/", None),
        ("2024/07/18/bridge/", None),
        ("world/2024/feb/24/bridge", Some("world")),
        ("bridge", None),
        ("a/bridge-opens/7585813.html", None),
        (
            "business/aerospace-defense/bridge-2023-04-25/",
            Some("business/aerospace-defense"),
        ),
    ] {
        let url = format!("https://valley.test/{path}");
        assert_eq!(section(&url).as_deref(), expected, "{path:?}");
    }
}

#[test]
fn dates_are_read_from_paths() {
    for (path, expected) in [
        ("news/2017/11/19/bridge", Stamp::ymd(2017, 11, 19)),
        ("world/2024/feb/24/bridge", Stamp::ymd(2024, 2, 24)),
        ("sports/story/2023-06-26/bridge", Stamp::ymd(2023, 6, 26)),
        ("business/bridge-opens-2023-04-25/", Stamp::ymd(2023, 4, 25)),
        ("bridge-opens-20241122", Stamp::ymd(2024, 11, 22)),
        ("20170703/bridge", Stamp::ymd(2017, 7, 3)),
        ("2025/05/bridge/", Stamp::year_month(2025, 5)),
        (
            "every-bridge-that-opened-2024-2",
            Stamp::year_month(2024, 2),
        ),
        ("2025/bridge/", Stamp::year(2025)),
        ("elections/2024/results", None),
        ("news/3869084/bridge", None),
        ("2024/13/40/bridge", None),
        ("2019/13/45/bridge", None),
        ("bridge-2024", None),
    ] {
        let url = format!("https://valley.test/{path}");
        assert_eq!(date(&url), expected, "{path:?}");
    }
}

#[test]
fn page_numbers_are_read_from_paths() {
    for (path, expected) in [
        ("news/3869084/bridge-opens/", Some("3869084")),
        ("a/bridge-opens/7585813.html", Some("7585813")),
        ("news/bridge-opens-1.7287711", Some("1.7287711")),
        ("travel/bridge-32645619", Some("32645619")),
        (
            "yourmoney/article-13357113/bridge-opens.html",
            Some("13357113"),
        ),
        ("bridge-opens-20241122", None),
        ("2024/07/18/bridge", None),
    ] {
        let url = format!("https://valley.test/{path}");
        assert_eq!(page_id(&url).as_deref(), expected, "{path:?}");
    }
}
