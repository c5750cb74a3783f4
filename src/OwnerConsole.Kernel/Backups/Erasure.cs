namespace OwnerConsole.Kernel.Backups;

/// <summary>One line of the ledger: an id that says nothing any more, and when that was.</summary>
/// <param name="What">the kind of thing, such as member</param>
/// <param name="Subject">its id</param>
public sealed record Erasure(string ErasureId, string TenantId, string What, string Subject, DateTimeOffset ErasedAt);
