using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Insights.Settings;

/// <summary>The state of a meter that retiring it depends on.</summary>
public sealed record MeterFacts(string MeterId, string Key, string? ClosedBy) : ISubject
{
    public string Id => MeterId;

    public string TenantId => IdGenerator.Platform;

    public long Revision => ClosedBy is null ? 1 : 2;

    public static Task<IReadOnlyList<MeterFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<MeterFacts>(
            $"select m.meter_id, m.key, m.closed_by from core.meters m where m.meter_id = any(@ids) order by m.meter_id {work.ForUpdate("m")}",
            new { ids }
        );
}
