using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tests.Kernel.Words;

/// <summary>Words for several, also those that an owner or an application brought.</summary>
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
    public void Several_are_called_as_people_call_them(string one, string several) => Nouns.Pluralize(one).ShouldBe(several);

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
    public void A_unit_has_a_plural_where_it_is_a_word(string unit, string number, string said) => Nouns.OfUnit(unit, number).ShouldBe(said);
}
