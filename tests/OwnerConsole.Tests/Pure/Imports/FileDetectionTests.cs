using System.Text;
using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tests.Pure.Imports;

/// <summary>Files as Excel, Numbers, LibreOffice and a German bank write them.</summary>
public sealed class FileDetectionTests
{
    private const string Text = "Name;Ort\r\nMüller;Köln\r\n";

    public static TheoryData<byte[], FileEncoding> Encodings =>
        new()
        {
            { [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)], FileEncoding.Utf8 }, // CSV UTF-8 of Excel
            { Encoding.UTF8.GetBytes(Text), FileEncoding.Utf8 }, // Numbers and LibreOffice
            { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)], FileEncoding.Utf16 }, // Unicode text of Excel
            { [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)], FileEncoding.Utf16 },
            { Encoding.Latin1.GetBytes(Text), FileEncoding.Windows1252 }, // CSV of Excel in Germany, and of banks
        };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void An_encoding_is_detected_from_the_parts_of_a_file(byte[] bytes, FileEncoding encoding)
    {
        foreach (var size in (int[])[3, 4, 1_000])
        {
            var detected = Detect(bytes, size).ShouldNotBeNull();

            detected.Name.ShouldBe(encoding);
            detected.Encoding.GetString(bytes).TrimStart('\uFEFF').ShouldBe(Text);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x41, 0x20, 0xC3 })] // ends within a character
    [InlineData(new byte[] { 0x80, 0x20, 0xFC, 0x20 })]
    public void A_file_that_is_no_UTF_8_is_Windows_1252(byte[] bytes) => Detect(bytes, 3).ShouldNotBeNull().Name.ShouldBe(FileEncoding.Windows1252);

    [Fact]
    public void Windows_1252_has_characters_that_Latin_1_lacks()
    {
        byte[] bytes = [0x80, 0x20, 0xFC];

        Detect(bytes, 3).ShouldNotBeNull().Encoding.GetString(bytes).ShouldBe("€ ü");
    }

    [Theory]
    [InlineData(new byte[] { 0x50, 0x4B, 0x03, 0x04, 0x00, 0x00 })]
    [InlineData(new byte[] { 0x4E, 0x00, 0x61, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00, 0x00, 0x00 })]
    public void A_file_with_zero_bytes_is_not_text(byte[] bytes) => Detect(bytes, 3).ShouldBeNull();

    private static (FileEncoding Name, Encoding Encoding)? Detect(byte[] bytes, int size)
    {
        var detector = new EncodingDetector();
        foreach (var part in bytes.Chunk(size))
            detector.Add(part);
        return detector.Complete();
    }

    [Theory]
    [InlineData("id,name\n1,Ada", ',', 0)]
    [InlineData("id;name;amount\n1;Ada;1,50\n2;Bob;2,75\n", ';', 0)]
    [InlineData("id\tname\r\n1\tAda, Bob\r\n", '\t', 0)]
    [InlineData("id|name\n1|a;b\n", '|', 0)]
    [InlineData("\"Auftragskonto\";\"Buchungstag\";\"Betrag\"\n\"DE1\";\"24.12.26\";\"-1.234,50\"\n", ';', 0)]
    [InlineData("sep=;\r\nid;name\r\n", ';', 7)]
    [InlineData("id,note\n1,\"a;b;c\nd;e;f\"\n2,x\n", ',', 0)]
    [InlineData("id\n1\n2\n", ',', 0)]
    [InlineData("", ',', 0)]
    public void A_separator_is_detected_outside_of_quotes(string text, char separator, int start) =>
        SeparatorDetector.Detect(text).ShouldBe((separator, start));

    [Theory]
    [InlineData("2026-12-24", "2026-12-24T00:00:00Z")]
    [InlineData("24.12.2026", "2026-12-24T00:00:00Z")]
    [InlineData("1.2.26", "2026-02-01T00:00:00Z")]
    [InlineData("24. März 2026", "2026-03-24T00:00:00Z")]
    [InlineData("24.12.2026 9:05", "2026-12-24T09:05:00Z")]
    [InlineData("2026-12-24 18:30:15", "2026-12-24T18:30:15Z")]
    [InlineData("2026-12-24T18:30:00+01:00", "2026-12-24T17:30:00Z")]
    [InlineData("12/24/2026", "2026-12-24T00:00:00Z")]
    [InlineData("24/12/2026", "2026-12-24T00:00:00Z")]
    [InlineData("5/5/2026", "2026-05-05T00:00:00Z")]
    [InlineData("4/5/2026", null)]
    [InlineData("31.2.2026", null)]
    [InlineData("soon", null)]
    public void Dates_are_read_as_spreadsheets_write_them(string text, string? time) =>
        CellTime.Read(text).ShouldBe(time is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("12", "12")]
    [InlineData("1,5", "1.5")]
    [InlineData("1.5", "1.5")]
    [InlineData("-1.234,50", "-1234.50")]
    [InlineData("1,234.50", "1234.50")]
    [InlineData("1.234.567", "1234567")]
    [InlineData("1 234,5", "1234.5")]
    [InlineData("0,125", "0.125")]
    [InlineData("1.234", null)]
    [InlineData("1.2.3", null)]
    [InlineData("1,2,3.5.6", null)]
    [InlineData("", null)]
    [InlineData("many", null)]
    public void Numbers_have_a_decimal_point_or_a_decimal_comma(string text, string? number) =>
        CellNumber.Read(text).ShouldBe(number is null ? (decimal?)null : decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
}
