namespace OwnerConsole.Shell.Lookups;

/// <summary>One search result or command.</summary>
/// <param name="Kind">Kind of result: page, command, tenant, member or run.</param>
/// <param name="Key">Unique key among all results.</param>
/// <param name="Message">Detail that distinguishes results with the same title.</param>
/// <param name="Address">Address of the result; null if the command still needs a target.</param>
/// <param name="Fill">Text to insert in the input so that the user can continue, for commands that need a target.</param>
/// <param name="Refused">Why the reader can't use it; null if they can.</param>
public sealed record LookupResult(string Kind, string Key, string Title, string Message, string? Address, string? Fill = null, string? Refused = null);
