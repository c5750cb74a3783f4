namespace OwnerConsole.Kernel.Backups;

/// <summary>A ledger entry: an id that was erased, and when.</summary>
/// <param name="What">Kind of subject, such as member.</param>
/// <param name="Subject">Id of the erased subject.</param>
public sealed record Erasure(string ErasureId, string TenantId, string What, string Subject, DateTimeOffset ErasedAt);
