namespace OwnerConsole.Ui.Theme;

/// <summary>Page that works without the database. Portal pages link to it while they can't be shown.</summary>
/// <param name="Find">Finds its address; null while there is none.</param>
public sealed record PortalOutageLink(Func<string?> Find);
