using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Retention;

/// <summary>A retention policy, as the subject of an operation on the platform.</summary>
/// <param name="Policy">The policy; null when no policy has the key.</param>
/// <param name="Days">Current period in days; 0 for a fixed period.</param>
/// <param name="Due">Rows that the next run deletes, with the requested period. Each table is counted up to <see cref="RetentionPolicy.MaxCount"/>.</param>
public sealed record RetentionChangeFacts(RetentionPolicy? Policy, int Days, long Due, long Revision) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    /// <summary>Whether the caller can run the operation of the policy; true for policies that delete rows.</summary>
    public bool IsPermitted { get; init; } = true;

    /// <summary>Why the next run does nothing; null if nothing prevents it.</summary>
    public Sentence? Obstacle { get; init; }
}
