using System.Text.Json.Serialization;

namespace OwnerConsole.Shell.Lookups;

/// <summary>One search result or command.</summary>
/// <param name="Kind">Kind of result: page, setting, metric, command, help, or the kind of a record such as tenant.</param>
/// <param name="Key">Unique key among all results.</param>
/// <param name="Message">Detail that distinguishes results with the same title.</param>
/// <param name="Address">Address of the result; null if the command still needs a target.</param>
/// <param name="Fill">Text to insert in the input so that the user can continue, for commands that need a target.</param>
/// <param name="Refused">Why the reader can't use it; null if they can.</param>
public sealed record LookupResult(string Kind, string Key, string Title, string Message, string? Address, string? Fill = null, string? Refused = null)
{
    public const string Command = "command";

    /// <summary>Kind as shown in the row.</summary>
    public string Label { get; init; } = "";

    /// <summary>Other words that it is found by, separated by commas.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Synonyms { get; init; }

    /// <summary>Added to the score, so that a page comes before a help page with the same title.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Bonus { get; init; }

    /// <summary>How well it matches the search text, see <see cref="SearchScore"/>; 0 before a text is typed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Score { get; init; }
}

/// <summary>Answer to a search text.</summary>
/// <param name="Results">Results, best first.</param>
/// <param name="Meant">The text without its typing mistakes, when nothing matches as typed; null otherwise.</param>
public sealed record LookupAnswer(IReadOnlyList<LookupResult> Results, string? Meant);
