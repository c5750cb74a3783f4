using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>The dead letters of one reason, as what decides about them.</summary>
/// <param name="Open">how many wait</param>
public sealed record LetterFacts(long Open) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    /// <summary>More of them may come in while somebody reads the preview: they are meant too.</summary>
    public long Revision => 1;

    public static async Task<IReadOnlyList<LetterFacts>> Load(IReadOnlyList<string> ids, Population population, string reason, Work work) =>
        ids.Contains(IdSource.Platform) ? [new(await DeadLetters.Count(population, reason, work))] : [];
}
