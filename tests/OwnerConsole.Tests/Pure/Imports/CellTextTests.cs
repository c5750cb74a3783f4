using System.Globalization;
using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tests.Pure.Imports;

public sealed class CellTextTests
{
    public static TheoryData<object?, string> Cells =>
        new()
        {
            { null, "" },
            { "Müller", "Müller" },
            { "a\0b", "ab" },
            { "\U0001F600", "\U0001F600" },
            { true, "true" },
            { false, "false" },
        };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Texts_and_booleans_are_unchanged(object? value, string text) => CellText.Of(value).ShouldBe(text);

    [Fact]
    public void Half_of_a_surrogate_pair_is_replaced() => CellText.Of("a" + '\uD83D').ShouldBe("a\uFFFD");

    [Theory]
    [InlineData(42d, "42")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.30000000000000004, "0.3")]
    [InlineData(1234567890123d, "1234567890123")]
    [InlineData(0.125, "0.125")]
    [InlineData(1.234, "1.2340")]
    [InlineData(123456789012345d, "123456789012345")]
    [InlineData(1234567890123456d, "1.23456789012346E+15")]
    [InlineData(-1e15, "-1E+15")]
    [InlineData(1e30, "1E+30")]
    public void Numbers_have_a_decimal_point(double number, string text)
    {
        CellText.Of(number).ShouldBe(text);

        RoundedNumber.IsWritten(text).ShouldBe(Math.Abs(number) >= 1e15);
        if (Math.Abs(number) < 1e15)
            CellNumber.Read(text).ShouldBe((decimal)number);
    }

    [Theory]
    [InlineData("1.23457E+15", true)]
    [InlineData("1,23457E+17", true)]
    [InlineData("1.5E+14", false)]
    [InlineData("1234567890123456", false)]
    [InlineData("12.5E+15", false)]
    [InlineData("A1E+15", false)]
    public void Numbers_that_a_spreadsheet_has_rounded_are_recognized(string text, bool isRounded) => RoundedNumber.IsWritten(text).ShouldBe(isRounded);

    [Theory]
    [InlineData("2026-12-24T00:00:00.0000000", "2026-12-24")]
    [InlineData("2026-12-24T18:30:00.0000000", "2026-12-24 18:30:00")]
    [InlineData("2026-12-24T18:29:59.9990000", "2026-12-24 18:30:00")]
    [InlineData("2026-12-23T23:59:59.9990000", "2026-12-24")]
    [InlineData("1899-12-31T09:05:00.0000000", "09:05:00")]
    public void Dates_are_rounded_to_seconds(string time, string text) =>
        CellText.Of(DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.None)).ShouldBe(text);

    [Fact]
    public void Durations_can_have_more_than_a_day() => CellText.Of(new TimeSpan(1, 2, 3, 4)).ShouldBe("26:03:04");
}
