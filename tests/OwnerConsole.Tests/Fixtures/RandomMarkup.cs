using System.Text.RegularExpressions;

namespace OwnerConsole.Fixtures;

/// <summary>Values that are random each time a page is rendered. Tests that compare whole pages remove them.</summary>
internal static partial class RandomMarkup
{
    /// <returns>The page with the same word instead of each anti-forgery token, form key and nonce.</returns>
    public static string Remove(string page) => Values().Replace(page, "random");

    [GeneratedRegex(@"CfDJ8[\w\-]+|(?<=name=""form_key"" value="")[0-9a-f]+|(?<=nonce="")[^""]+")]
    private static partial Regex Values();
}
