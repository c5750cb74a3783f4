using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tests.Pure.Texts;

public sealed class SingleLineTextTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData(" abc ", true)]
    [InlineData("abcd", false)]
    [InlineData("", false)]
    [InlineData("  ", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\n", false)]
    public void A_line_has_one_to_the_maximum_number_of_visible_characters(string text, bool isValid) =>
        SingleLineText.IsValid(text, most: 3).ShouldBe(isValid);
}
