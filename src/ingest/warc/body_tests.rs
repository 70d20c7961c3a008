//! Tests of the bodies that servers sent: chunked, packed, in their charset. The pages are invented.

use std::io::Write;

use super::tests::{HTML, gzip, page, read, response, titles};

/// An article from a response with such fields and body.
#[track_caller]
fn check_body(fields: &str, body: &[u8], expected: Result<(), &str>) {
    let (found, said) = read("a.warc", &response(1, fields, body));
    match expected {
        Ok(()) => assert_eq!(found, titles([1]), "{said:?}"),
        Err(reason) => {
            assert!(found.is_empty(), "{found:?}");
            assert!(said[0].contains(reason), "{said:?}");
        }
    }
}

#[test]
fn bodies_are_unpacked_as_the_server_packed_them() {
    let plain = page(1);
    let plain = plain.as_bytes();
    let chunked = format!("{HTML}Transfer-Encoding: chunked\r\n");
    let chunks = |sizes: [&str; 2]| {
        let (a, b) = plain.split_at(100);
        [
            sizes[0].as_bytes(),
            b"\r\n",
            a,
            b"\r\n",
            sizes[1].as_bytes(),
            b"\r\n",
            b,
            b"\r\n0\r\n\r\n",
        ]
        .concat()
    };
    let rest = format!("{:X};name=value", plain.len() - 100);
    check_body(&chunked, &chunks(["64", &rest]), Ok(()));
    // No chunks at all, and a size that is none behind the first chunk.
    check_body(&chunked, plain, Ok(()));
    check_body(&chunked, &chunks(["64", "no size"]), Ok(()));
    check_body(&chunked, &chunks(["64", "FFFFFFFF"]), Ok(()));
    check_body(&chunked, &chunks(["64", "FFFFFFFFFFFFFFFFFFFF"]), Ok(()));

    let packed = |name: &str| format!("{HTML}content-encoding: {name}\r\n");
    let zlib = {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    };
    check_body(&packed("gzip"), &gzip(plain), Ok(()));
    check_body(&packed("gzip, gzip"), &gzip(&gzip(plain)), Ok(()));
    check_body(&packed("deflate"), &zlib, Ok(()));
    check_body(&packed("deflate"), &zlib[2..zlib.len() - 4], Ok(()));
    check_body(
        &packed("zstd"),
        &zstd::stream::encode_all(plain, 1).unwrap(),
        Ok(()),
    );
    // A stored block of brotli: window bits 16, last no, length, uncompressed.
    check_body(&packed("br"), &stored_brotli(plain), Ok(()));
    // The header was left although the body was unpacked.
    check_body(&packed("br"), plain, Ok(()));
    check_body(&packed("gzip"), plain, Ok(()));
    check_body(
        &packed("gzip"),
        &gzip(plain)[..150],
        Err("packed and damaged"),
    );
    check_body(&packed("br"), b"no brotli", Err("packed and damaged"));
    check_body(
        &packed("compress"),
        b"\x1F\x9D",
        Err("compress is not read"),
    );
    let both = format!("{}Transfer-Encoding: chunked\r\n", packed("gzip"));
    let inner = gzip(plain);
    let body = [
        format!("{:x}\r\n", inner.len()).as_bytes(),
        &inner,
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    check_body(&both, &body, Ok(()));
}

/// Brotli that holds a text as it is: one meta-block without compression, and the last, empty one.
fn stored_brotli(text: &[u8]) -> Vec<u8> {
    assert!(text.len() <= 1 << 16);
    // Bits from the lowest on: window 16 (0), not last (0), four nibbles (00), length less one,
    // uncompressed (1), then padding to a byte.
    let head = (text.len() as u32 - 1) << 4 | 1 << 20;
    let mut packed = head.to_le_bytes()[..3].to_vec();
    packed.extend_from_slice(text);
    packed.push(3);
    packed
}

#[test]
fn a_body_is_read_in_the_charset_of_the_server() {
    let body = b"<html><head><title>Caf\xE9 \xE0 Oldport</title></head><body><p>The caf\xE9 \
                 opened its doors again on Tuesday.</p></body></html>";
    let fields = "Content-Type: text/html; Charset=\"iso-8859-1\"\r\n";
    let (found, said) = read("a.warc", &response(1, fields, body));
    assert_eq!(found, ["Café à Oldport"], "{said:?}");
}
