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
    public void A_line_has_up_to_so_many_characters_that_can_be_seen(string text, bool fits) => SingleLineText.IsValid(text, most: 3).ShouldBe(fits);
}
