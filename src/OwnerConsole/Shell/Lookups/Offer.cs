namespace OwnerConsole.Shell.Lookups;

/// <summary>Something that can be gone to.</summary>
/// <param name="Kind">page, command, or of what was found: tenant, member, run</param>
/// <param name="Key">its own among all that can be offered</param>
/// <param name="Says">what tells it from others of its title</param>
/// <param name="Address">null where nothing can be gone to yet</param>
/// <param name="Fill">what is typed to go on: a command that has to be told whom</param>
/// <param name="Refused">why the reader may not</param>
public sealed record Offer(string Kind, string Key, string Title, string Says, string? Address, string? Fill = null, string? Refused = null);
