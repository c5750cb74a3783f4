using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>The facts about a failed job that its operations check.</summary>
public sealed record DeadItemFacts(string Id, bool IsOpen, int Attempts) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    public long Revision => IsOpen ? 1 : 2;

    public static async Task<IReadOnlyList<DeadItemFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        [.. (await DeadItems.Find(ids, work)).Select(item => new DeadItemFacts(item.FailedId, item.IsOpen, item.Attempts))];
}
