using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tests.Pure.Texts;

public sealed class KeyTextTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("0_a.b-c", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("A", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("ä", false)]
    public void A_key_consists_of_lowercase_letters_digits_points_dashes_and_underscores(string text, bool isKey) =>
        KeyText.Pattern().IsMatch(text).ShouldBe(isKey);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_key_has_at_most_64_characters(int length, bool isKey) => KeyText.Pattern().IsMatch(new string('a', length)).ShouldBe(isKey);
}
