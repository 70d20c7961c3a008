//! Names of months, weekdays and zones, and the words that may stand around a date.
//!
//! Tables only, compared after [`fold`]: lower case, without diacritics.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Names of the months in every language known, one row a month; `_` stands for a space.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari styczeń \
     stycznia sty leden ledna январь января янв січень січня січ ocak oca januaro tammikuu \
     tammikuuta január ianuarie ian ιανουαρίου ιανουάριος ιαν يناير جانفي كانون_الثاني ژانویه",
    "february feb februar feber février févr fév febrero febbraio febb fevereiro fev februari \
     luty lutego lut únor února úno февраль февраля фев февр лютий лютого лют şubat şub februaro \
     pebruari helmikuu helmikuuta február februarie φεβρουαρίου φεβρουάριος φεβ فبراير فيفري شباط فوریه",
    "march mar märz mrz mär mars marzo março maart mrt marts marzec marca březen března bře март \
     марта мар березень березня бер mart marto maret maaliskuu maaliskuuta március márc martie \
     μαρτίου μάρτιος μαρ مارس آذار",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi duben dubna dub апрель апреля апр \
     квітень квітня квіт nisan nis aprilo huhtikuu huhtikuuta április ápr aprilie απριλίου \
     απρίλιος απρ أبريل ابريل أفريل نيسان آوریل",
    "may mai mayo maggio mag maio mei maj maja květen května kvě май мая травень травня трав \
     mayıs majo toukokuu toukokuuta május máj μαΐου μάιος μαϊ مايو ماي أيار مه",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze červen června čvn июнь июня \
     июн червень червня черв haziran haz kesäkuu kesäkuuta június jún iunie iun ιουνίου ιούνιος \
     ιουν يونيو يونية جوان حزيران ژوئن",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip červenec července čvc \
     июль июля июл липень липня лип temmuz tem heinäkuu heinäkuuta július júl iulie iul ιουλίου \
     ιούλιος ιουλ يوليو يولية جويلية تموز ژوئیه ژوییه",
    "august aug août agosto ago augustus augusti sierpień sierpnia sie srpen srpna srp август \
     августа авг серпень серпня серп ağustos ağu aŭgusto agustus agu elokuu elokuuta augusztus \
     αυγούστου αύγουστος αυγ أغسطس اغسطس أوت آب اوت",
    "september sept sep septembre septiembre setiembre settembre set setembro wrzesień września \
     wrz září zář сентябрь сентября сен сент вересень вересня вер eylül eyl septembro syyskuu \
     syyskuuta szeptember szept septembrie σεπτεμβρίου σεπτέμβριος σεπ سبتمبر أيلول سپتامبر",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź \
     říjen října říj октябрь октября окт жовтень жовтня жовт ekim eki oktobro lokakuu lokakuuta \
     október octombrie οκτωβρίου οκτώβριος οκτ أكتوبر اكتوبر تشرين_الأول اکتبر",
    "november nov novembre noviembre novembro listopad listopada listopadu lis ноябрь ноября ноя \
     нояб листопад листопада лист kasım kas nopember marraskuu marraskuuta noiembrie νοεμβρίου \
     νοέμβριος νοε نوفمبر تشرين_الثاني نوامبر",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des grudzień \
     grudnia gru prosinec prosince pro декабрь декабря дек грудень грудня груд aralık ara \
     decembro joulukuu joulukuuta decembrie δεκεμβρίου δεκέμβριος δεκ ديسمبر كانون_الأول دسامبر",
];

/// Abbreviations that are ordinary words in running text, next to numbers too.
const ONLY_IN_FIELDS: &str = "\
    ago ara dub gen kas lip lis mag nis out pro set sie tem вер лист лип трав haz des ene gru \
    lut lug sty cze";

/// Weekdays, shortened ones too.
const WEEKDAYS: &str = "\
    monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat \
    sunday sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do \
    fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim lunes \
    martes mar miércoles jueves viernes sábado domingo mié jue vie sáb dom lunedì martedì \
    mercoledì giovedì venerdì sabato domenica gio sab segunda terça quarta quinta sexta feira \
    seg ter qua qui sex maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za \
    zo måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag \
    poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek \
    pátek neděle понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб \
    вс нд понеділок вівторок середа четвер субота неділя pazartesi salı çarşamba perşembe cuma \
    cumartesi pazar lundo mardo merkredo ĵaŭdo vendredo sabato dimanĉo senin selasa rabu kamis \
    jumat sabtu minggu maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai hétfő \
    kedd szerda csütörtök péntek szombat vasárnap luni marți miercuri joi vineri sâmbătă \
    duminică δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή الاثنين الإثنين الثلاثاء \
    الأربعاء الخميس الجمعة السبت الأحد شنبه یکشنبه دوشنبه سه چهارشنبه پنجشنبه پنج جمعه \
    п ятниця";

/// Words that may stand around a date without changing it.
const AROUND: &str = "\
    published publication posted updated update modified created first last release released \
    issued date dated datum veröffentlicht aktualisiert erstellt stand publié publiée mis mise \
    jour publicado publicada actualizado actualizada atualizado atualizada fecha data pubblicato \
    aggiornato gepubliceerd bijgewerkt publicerad uppdaterad publisert oppdatert udgivet \
    opdateret opublikowano zaktualizowano publikováno aktualizováno опубликовано обновлено \
    опубліковано оновлено yayınlanma güncelleme tarihi publikigita diterbitkan julkaistu \
    päivitetty megjelent frissítve publicat actualizat نشر بتاريخ 公 開 更 新 掲 載 配 信 発 布 发 时 间 日 期 \
    on at the of de del do da le la las los il el am vom den der dem um à a às alle ore ora op \
    om kl klo o godz en y i в о г р год года року r roku saat lúc pukul je uhr uur t h hrs hours \
    local time as kello ora στις في del an v hs 時 입 력 기 사 수 정 등 록 최 종 승 인 게 시";

/// Zones by name, with their distance from UTC in minutes.
const ZONES: &str = "\
    z=0 gmt=0 utc=0 ut=0 wet=0 west=60 bst=60 cet=60 cest=120 mez=60 mesz=120 eet=120 eest=180 \
    msk=180 est=-300 edt=-240 cst=-360 cdt=-300 mst=-420 mdt=-360 pst=-480 pdt=-420 akst=-540 \
    akdt=-480 hst=-600 nst=-210 ndt=-150 jst=540 kst=540 hkt=480 sgt=480 wib=420 pkt=300 \
    sast=120 eat=180 wat=60 cat=120 aest=600 aedt=660 acst=570 acdt=630 awst=480 nzst=720 \
    nzdt=780 мск=180";

/// Zones that follow the clock changes of the United States, with their winter offset in hours.
const AMERICAN: &str = "\
    et=-5 ct=-6 mt=-7 pt=-8 eastern=-5 central=-6 mountain=-7 pacific=-8";

/// Names that several zones share: the time is read, the zone is not.
const SHARED_ZONES: &str = "ist ast adt gst bdt";

/// What a word means in a date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// 1 to 12 for a month.
    pub(super) month: Option<u8>,
    /// Whether the month's name can be trusted inside running text.
    pub(super) in_text: bool,
    /// Whether it is a weekday.
    pub(super) weekday: bool,
    /// Whether it may stand around a date.
    pub(super) around: bool,
    /// A zone.
    pub(super) zone: Option<Zone>,
}

/// A zone given by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Always this many seconds east of UTC.
    Fixed(i32),
    /// Hours east of UTC in winter, with the summer time of the United States.
    American(i32),
    /// A name that does not tell which zone.
    Shared,
}

/// Every word of the tables, folded.
static WORDS: LazyLock<HashMap<String, Word>> = LazyLock::new(|| {
    let mut words = HashMap::<String, Word>::new();
    for (month, names) in (1..).zip(MONTHS) {
        for name in names.split_whitespace() {
            let word = words.entry(fold(name)).or_default();
            word.month = Some(month);
            word.in_text = !ONLY_IN_FIELDS.split_whitespace().any(|only| only == name);
        }
    }
    for name in WEEKDAYS.split_whitespace() {
        words.entry(fold(name)).or_default().weekday = true;
    }
    for name in AROUND.split_whitespace() {
        words.entry(fold(name)).or_default().around = true;
    }
    for (name, minutes) in pairs(ZONES) {
        words.entry(fold(name)).or_default().zone = Some(Zone::Fixed(minutes * 60));
    }
    for (name, hours) in pairs(AMERICAN) {
        words.entry(fold(name)).or_default().zone = Some(Zone::American(hours));
    }
    for name in SHARED_ZONES.split_whitespace() {
        words.entry(fold(name)).or_default().zone = Some(Zone::Shared);
    }
    words
});

/// The `name=number` pairs of a table.
fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, i32)> {
    table
        .split_whitespace()
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(name, number)| Some((name, number.parse().ok()?)))
}

/// Longest word that a table holds, in bytes, with room for decomposed forms.
const LONGEST: usize = 64;

/// Looks a word up; unknown ones mean nothing.
pub(super) fn look_up(word: &str) -> Word {
    if word.len() > LONGEST {
        return Word::default();
    }
    WORDS.get(&fold(word)).copied().unwrap_or_default()
}

/// Lower case, without diacritics.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}'))
        .flat_map(char::to_lowercase)
        // The dot that the lower case of a dotted capital I leaves.
        .filter(|c| *c != '\u{307}')
        .map(|c| match c {
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            'ς' => 'σ',
            '\u{2019}' => '\'',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_months() {
        let mut seen = HashMap::new();
        for (month, names) in (1..).zip(MONTHS) {
            for name in names.split_whitespace() {
                let other = *seen.entry(fold(name)).or_insert(month);
                assert_eq!(other, month, "{name}");
            }
        }
    }

    #[test]
    fn every_exception_is_a_month() {
        for name in ONLY_IN_FIELDS.split_whitespace() {
            let word = look_up(name);
            assert!(word.month.is_some() && !word.in_text, "{name}");
        }
    }

    #[test]
    fn folding_takes_case_and_diacritics_away() {
        let check = |text, expected: &str| assert_eq!(fold(text), expected);
        check("FÉVRIER", "fevrier");
        check("KASIM", "kasim");
        check("Kasım", "kasim");
        check("EKİM", "ekim");
        check("październik", "pazdziernik");
        check("fe\u{301}vrier", "fevrier");
    }
}
