using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tests.Kernel.Vocabulary;

/// <summary>Plurals, including those of terms defined by owners and applications.</summary>
public sealed class NounsTests
{
    [Theory]
    [InlineData("tenant", "tenants")]
    [InlineData("delivery", "deliveries")]
    [InlineData("day", "days")]
    [InlineData("coach", "coaches")]
    [InlineData("wish", "wishes")]
    [InlineData("address", "addresses")]
    [InlineData("box", "boxes")]
    [InlineData("month", "months")]
    public void Nouns_are_pluralized(string singular, string plural) => Nouns.Pluralize(singular).ShouldBe(plural);

    [Theory]
    [InlineData("session", "1", "session")]
    [InlineData("session", "0", "sessions")]
    [InlineData("GB", "2.5", "GB")]
    [InlineData("API call", "2", "API call")]
    [InlineData("label", "3", "labels")]
    [InlineData("credit", "50", "credits")]
    [InlineData("credits", "1", "credit")]
    [InlineData("credits", "50", "credits")]
    [InlineData("class", "1", "class")]
    [InlineData("time session", "2", "time sessions")]
    [InlineData("min", "2", "min")]
    [InlineData("person", "2", "people")]
    public void Units_are_pluralized_only_when_they_are_words(string unit, string number, string text) => Nouns.OfUnit(unit, number).ShouldBe(text);
}
