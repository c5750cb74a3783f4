using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tests.Pure.Texts;

public sealed class SearchPhraseTests
{
    [Theory]
    [InlineData("Plans and limits", "plan and limit")]
    [InlineData("Sign-in sessions (2)", "sign in session 2")]
    [InlineData("Companies, ACCESS bus", "company access bus")]
    [InlineData("Zürich Cafés", "zurich cafe")]
    [InlineData("مدرسة النور", "مدرسة النور")]
    [InlineData("  %&/ ", "")]
    public void Words_are_compared_without_case_accents_and_plural(string text, string stem) => SearchPhrase.Of(text).Stem.ShouldBe(stem);

    [Fact]
    public void Synonyms_are_separated_by_commas() => SearchPhrase.List("login as, 2FA").Select(phrase => phrase.Text).ShouldBe(["login as", "2fa"]);
}
