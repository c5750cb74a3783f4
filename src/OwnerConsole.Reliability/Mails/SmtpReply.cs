namespace OwnerConsole.Reliability.Mails;

/// <summary>What the server said to one command.</summary>
/// <param name="Lines">its words without the code, at least one</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsGood => Code is >= 200 and < 400;

    public string Text => string.Join(' ', Lines);

    /// <summary>What it can do, when it was greeted: <c>AUTH</c> has its words after it.</summary>
    /// <returns>null when it doesn't say so</returns>
    public string[]? Offers(string keyword) =>
        Lines
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words is [var first, ..] && first.Equals(keyword, StringComparison.OrdinalIgnoreCase));
}
