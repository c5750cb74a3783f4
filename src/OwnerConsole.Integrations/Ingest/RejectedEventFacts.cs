using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>The rejected events with one reason, as a subject of operations.</summary>
/// <param name="Open">Number of rejected events that were neither retried nor discarded.</param>
public sealed record RejectedEventFacts(long Open) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    /// <summary>Constant, because events rejected after the preview are included in the run.</summary>
    public long Revision => 1;

    public static async Task<IReadOnlyList<RejectedEventFacts>> Load(IReadOnlyList<string> ids, Mode mode, string reason, UnitOfWork work) =>
        ids.Contains(IdGenerator.Platform) ? [new(await DeadLetters.Count(mode, reason, work))] : [];
}
