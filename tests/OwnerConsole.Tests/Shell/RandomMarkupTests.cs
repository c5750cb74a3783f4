using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Shell;

/// <summary>Pages can be compared although each has its own tokens, keys and nonces.</summary>
public sealed class RandomMarkupTests
{
    [Theory]
    [InlineData("""<input type="hidden" name="__RequestVerificationToken" value="CfDJ8{0}-_x" />""")]
    [InlineData("""<input type="hidden" name="form_key" value="{0}" />""")]
    [InlineData("""<script src="/a.js" nonce="{0}"></script>""")]
    public void A_random_value_is_no_difference(string markup) =>
        RandomMarkup.Remove(Fill(markup, "0a1b")).ShouldBe(RandomMarkup.Remove(Fill(markup, "9f8e7d")));

    [Theory]
    [InlineData("""<input type="hidden" name="subject" value="{0}" />""")]
    [InlineData("<p>{0}</p>")]
    public void Any_other_value_is_a_difference(string markup) =>
        RandomMarkup.Remove(Fill(markup, "0a1b")).ShouldNotBe(RandomMarkup.Remove(Fill(markup, "9f8e7d")));

    private static string Fill(string markup, string value) => markup.Replace("{0}", value, StringComparison.Ordinal);
}
