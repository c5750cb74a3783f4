using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Tests.Pure.Exports;

/// <summary>Spreadsheets execute nothing in an exported file, and readers get the written text back (fault 12; WorkbookFileTests covers Excel).</summary>
public sealed class CsvTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\"")]
    [InlineData("-2+3", "\"'-2+3\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("'=1", "\"''=1\"")]
    [InlineData("Acme, Inc.", "\"Acme, Inc.\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("a=b", "a=b")]
    [InlineData("مدرسة", "مدرسة")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Cells_never_contain_formulas(string? text, string cell) => Csv.Row(text).ShouldBe(cell + "\r\n");

    [Fact]
    public void Text_is_read_back_without_the_apostrophe() =>
        Prop.ForAll(
                Gen.OneOf(
                        Gen.Elements("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", "\"", ",", "a", " ", "é"),
                        Gen.Elements("=HYPERLINK(", "+cmd", "-2+3", "@SUM")
                    )
                    .ListOf()
                    .Select(parts => string.Concat(parts))
                    .ToArbitrary(),
                text => Opened(Csv.Row(text, "end")) == text
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Returns the first cell as a spreadsheet shows it: a leading apostrophe marks text and is not shown.</summary>
    private static string Opened(string row)
    {
        row.ShouldEndWith(",end\r\n");
        var cell = row[..^6];
        var plain = cell is ['"', .., '"'] ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
        return plain is ['\'', ..] ? plain[1..] : plain;
    }

    [Fact]
    public void Negative_numbers_stay_numbers() => Csv.Line(["-1", -1.5m, null, "a"]).ShouldBe("\"'-1\",-1.5,,a\r\n");

    [Fact]
    public void Rows_keep_their_empty_cells() => Csv.Row("1", null, "3").ShouldBe("1,,3\r\n");
}
