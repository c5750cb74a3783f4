using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Shell.Lookups;

/// <summary>A parsed search text: a leading <c>&gt;</c> means commands, <c>@</c> people, <c>#</c> IDs.</summary>
/// <param name="Sign">Leading sign; null to search everything.</param>
public sealed record LookupQuery(char? Sign, string Text)
{
    private const int MaxLength = 200;

    public static LookupQuery Of(string? typed)
    {
        var text = TextTruncation.Truncate((typed ?? "").Trim(), MaxLength);
        return text is ['>' or '@' or '#', ..] ? new(text[0], text[1..].Trim()) : new(null, text);
    }

    public bool IncludesPages => Sign is null;

    public bool IncludesCommands => Sign is null or '>';

    /// <summary>True if the text asks for a metric by an attribute, as in "mrr by plan".</summary>
    public bool NamesGroup => Words.Contains("by", StringComparer.OrdinalIgnoreCase);

    public bool Includes(string kind) => Text.Length > 0 && (Sign is null or '#' || (Sign is '@' && kind == "member"));

    /// <summary>Text for the search by entity: support numbers keep their sign.</summary>
    public string SearchText => Sign is '#' && Text is ['u' or 'U', >= '0' and <= '9', ..] ? "#" + Text : Text;

    public string[] Words => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
