namespace OwnerConsole.Kernel.Modules;

/// <summary>A tab of a page in the sidebar.</summary>
/// <param name="Permission">Permission that the tab requires; the tab is hidden from others.</param>
public sealed record PageTab(string Title, string Address, string Permission);
