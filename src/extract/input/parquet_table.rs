//! Parquet: the tables of data sets, one article a row. Which names of columns mean which field is data: see `aliases`.

use crate::article::Date;
use crate::extract::input::aliases::Gathered;
use crate::extract::input::decoder::{Decoded, Format, Origin, Reading, RecordProblem, Sink};
use bytes::Bytes;
use parquet::basic::{LogicalType, TimeUnit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Parquet files.
pub static FORMAT: Format = Format {
    name: "parquet",
    label: "Parquet table, one article a row",
    endings: &["parquet", "pq"],
    sniff: |head| head.starts_with(&[b"PAR1"]),
    reading: Reading::Whole(decode),
};

/// How the integers of a column become times: units in a second, and whether they are in UTC.
#[derive(Debug, Clone, Copy)]
struct Clock {
    units: i64,
    is_utc: bool,
}

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let problem = |place: String, error: &dyn std::fmt::Display| {
        Decoded::Problem(RecordProblem {
            place,
            message: format!("cannot be read: {error}"),
        })
    };
    let reader = match SerializedFileReader::new(Bytes::copy_from_slice(bytes)) {
        Ok(reader) => reader,
        Err(error) => return sink(problem("the table".to_owned(), &error)),
    };
    let clocks = clocks(&reader);
    let rows = match reader.get_row_iter(None) {
        Ok(rows) => rows,
        Err(error) => return sink(problem("the table".to_owned(), &error)),
    };
    for (number, row) in (1..).zip(rows) {
        match row {
            Ok(row) => {
                let gathered = gathered(&row, &clocks, origin.columns);
                if gathered.has_something() {
                    sink(Decoded::Record(Box::new(gathered.record())))?;
                }
            }
            // The rows after it are in the same damaged page.
            Err(error) => return sink(problem(format!("row {number}"), &error)),
        }
    }
    ControlFlow::Continue(())
}

/// The columns whose integers are times.
fn clocks(reader: &SerializedFileReader<Bytes>) -> HashMap<String, Clock> {
    let schema = reader.metadata().file_metadata().schema_descr();
    let columns = schema.columns().iter();
    let clock = columns.filter_map(|column| {
        let Some(LogicalType::Timestamp(kind)) = column.logical_type_ref() else {
            return None;
        };
        let units = match kind.unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        };
        let is_utc = kind.is_adjusted_to_u_t_c;
        Some((column.name().to_owned(), Clock { units, is_utc }))
    });
    clock.collect()
}

fn gathered(row: &Row, clocks: &HashMap<String, Clock>, columns: &[(String, String)]) -> Gathered {
    let mut gathered = Gathered::default();
    for (name, field) in row.get_column_iter() {
        let mut values = Vec::new();
        push(field, clocks.get(name).copied(), &mut values);
        gathered.add(name, &values, columns);
    }
    gathered
}

/// Appends the values of a field as text.
fn push(field: &Field, clock: Option<Clock>, values: &mut Vec<String>) {
    match field {
        Field::Str(text) => values.push(text.clone()),
        Field::Bytes(bytes) => values.push(String::from_utf8_lossy(bytes.data()).into_owned()),
        Field::Date(days) => values.push(Date::from_days(*days).to_string()),
        Field::Long(number) => {
            values.push(clock.map_or_else(|| number.to_string(), |clock| clock.text(*number)));
        }
        Field::TimestampMillis(number) => {
            let is_utc = clock.is_none_or(|clock| clock.is_utc);
            values.push(Clock { units: 1_000, is_utc }.text(*number));
        }
        Field::TimestampMicros(number) => {
            let is_utc = clock.is_none_or(|clock| clock.is_utc);
            values.push(
                Clock {
                    units: 1_000_000,
                    is_utc,
                }
                .text(*number),
            );
        }
        Field::ListInternal(list) => {
            for element in list.elements() {
                push(element, clock, values);
            }
        }
        Field::Null | Field::Group(_) | Field::MapInternal(_) => {}
        other => values.push(other.to_string()),
    }
}

impl Clock {
    /// The time in ISO 8601.
    fn text(self, number: i64) -> String {
        let seconds = number.div_euclid(self.units);
        let days = i32::try_from(seconds.div_euclid(86_400))
            .unwrap_or(0)
            .clamp(-700_000, 700_000);
        let minute = seconds.rem_euclid(86_400) / 60;
        let zone = if self.is_utc { "Z" } else { "" };
        format!(
            "{}T{:02}:{:02}:00{zone}",
            Date::from_days(days),
            minute / 60,
            minute % 60
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::input::decoder::Limits;
    use crate::extract::input::record::{Content, Record};
    use parquet::basic::Compression;
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use std::sync::Arc;

    const SCHEMA: &str = "message table { REQUIRED BYTE_ARRAY title (UTF8); REQUIRED BYTE_ARRAY text (UTF8); \
        REQUIRED INT64 published (TIMESTAMP(MICROS,false)); OPTIONAL BYTE_ARRAY unknown (UTF8); }";

    fn table(compression: Compression) -> Vec<u8> {
        let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
        let properties = WriterProperties::builder().set_compression(compression).build();
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
        let mut group = writer.next_row_group().unwrap();
        for texts in [
            ["The quay opens", "The ferry stops"],
            ["It is open.", "It stops at noon."],
        ] {
            let texts = texts.map(ByteArray::from);
            let mut column = group.next_column().unwrap().unwrap();
            column
                .typed::<ByteArrayType>()
                .write_batch(&texts, None, None)
                .unwrap();
            column.close().unwrap();
        }
        let mut column = group.next_column().unwrap().unwrap();
        let times = [1_714_721_400_000_000, 0];
        column
            .typed::<Int64Type>()
            .write_batch(&times, None, None)
            .unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<ByteArrayType>()
            .write_batch(&[], Some(&[0, 0]), None)
            .unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.into_inner().unwrap()
    }

    fn read(bytes: &[u8]) -> (Vec<Record>, usize) {
        let (mut records, mut problems, limits) = (Vec::new(), 0, Limits::default());
        let whole = decode(bytes, &Origin::new(&limits), &mut |decoded| {
            match decoded {
                Decoded::Record(record) => records.push(*record),
                _ => problems += 1,
            }
            ControlFlow::Continue(())
        });
        assert!(whole.is_continue());
        (records, problems)
    }

    #[test]
    fn rows_are_records() {
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::ZSTD(parquet::basic::ZstdLevel::default()),
        ] {
            let (records, problems) = read(&table(compression));
            assert_eq!((records.len(), problems), (2, 0));
            assert_eq!(records[0].title.as_deref(), Some("The quay opens"));
            assert_eq!(records[0].published.as_deref(), Some("2024-05-03T07:30:00"));
            assert_ne!(records[1].content, Content::None);
        }
    }

    #[test]
    fn damage_is_reported() {
        let whole = table(Compression::SNAPPY);
        for length in (0..whole.len()).step_by(7) {
            assert_eq!(read(&whole[..length]).1, 1);
        }
    }
}
