namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>Header with which metrics are requested.</summary>
internal sealed record ScrapeSecret(string Header, string Value)
{
    private const string Authorization = "Authorization";

    /// <param name="text">
    /// A bearer token, or a header such as X-Api-Key: abc. Only Authorization and names that start with X- are allowed, because others change the meaning of the request.
    /// </param>
    /// <returns>Null if the text is anything else.</returns>
    public static ScrapeSecret? Find(string text)
    {
        if (text.Any(letter => letter is < ' ' or > '~'))
            return null;
        if (text.Split(": ", 2) is not [var name, var value])
            return text.Contains(' ', StringComparison.Ordinal) ? null : new(Authorization, $"Bearer {text}");
        var isAllowed =
            string.Equals(name, Authorization, StringComparison.OrdinalIgnoreCase)
            || (name.StartsWith("X-", StringComparison.OrdinalIgnoreCase) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
        return isAllowed && value.Trim().Length > 0 ? new(name, value.Trim()) : null;
    }
}
