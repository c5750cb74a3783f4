using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tests.Pure.Texts;

public sealed class ClosestMatchTests
{
    private static readonly string[] s_known = ["pro", "starter", "enterprise", "session.started", "session.ended"];

    [Theory]
    [InlineData("prro", "pro")]
    [InlineData("Pro", "pro")]
    [InlineData("satrter", "starter")]
    [InlineData("session.start", "session.started")]
    [InlineData("session.end", "session.ended")]
    [InlineData("gold", null)]
    [InlineData("", null)]
    public void The_word_with_the_smallest_edit_distance_is_suggested(string text, string? expected) => ClosestMatch.Find(text, s_known).ShouldBe(expected);
}
