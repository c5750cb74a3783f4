namespace OwnerConsole.Messaging.Emails;

/// <summary>The server's response to a command.</summary>
/// <param name="Lines">Lines of the response without the code; at least one.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsGood => Code is >= 200 and < 400;

    public string Text => string.Join(' ', Lines);

    /// <summary>Finds an extension in the response to EHLO, with its parameters, such as the methods of <c>AUTH</c>.</summary>
    /// <returns>The extension's keyword and parameters; null if it is not supported.</returns>
    public string[]? FindExtension(string keyword) =>
        Lines
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words is [var first, ..] && first.Equals(keyword, StringComparison.OrdinalIgnoreCase));
}
