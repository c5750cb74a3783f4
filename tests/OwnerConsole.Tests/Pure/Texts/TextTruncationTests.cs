using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tests.Pure.Texts;

public sealed class TextTruncationTests
{
    [Theory]
    [InlineData("", 0, "")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 2, "ab")]
    [InlineData("abc", 0, "")]
    [InlineData("a😀b", 2, "a")]
    [InlineData("a😀b", 3, "a😀")]
    [InlineData("😀", 1, "")]
    public void Text_is_never_truncated_inside_a_character(string text, int max, string truncated) => TextTruncation.Truncate(text, max).ShouldBe(truncated);
}
