using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Writes versions of SLOs.</summary>
internal static class SloRows
{
    /// <summary>Replaces the current version of an SLO, or adds its first one.</summary>
    /// <param name="input">Normalized.</param>
    public static async Task Open(string id, SloInput input, UnitOfWork work)
    {
        await Slo.Versions.Close([id], work);
        await work.Execute(
            """
            insert into objectives.slos (tenant_id, slo_id, kind, name, probe_id, service, route, threshold_ms, target, period, min_events,
                                         excludes_maintenance, indicator, opened_by, opened_at)
            values ('tnt_platform', @id, @Kind, @Name, @ProbeId, @Service, @Route, @ThresholdMs, @TargetValue::numeric, @Period, @MinEvents,
                    @ExcludesMaintenance, @Indicator, @run, clock_timestamp())
            """,
            new
            {
                id,
                input.Kind,
                input.Name,
                input.ProbeId,
                input.Service,
                input.Route,
                input.ThresholdMs,
                input.TargetValue,
                input.Period,
                input.MinEvents,
                input.ExcludesMaintenance,
                input.Indicator,
                run = work.RunId,
            }
        );
        await work.SetName(id, Slo.EntityKind, input.Name);
        await work.MakeDue([SloMeasurer.Lane]);
    }

    /// <summary>Restores the names of SLOs after an undo, and measures what was not measured in the meantime.</summary>
    public static async Task Resume(IReadOnlyList<string> restored, UnitOfWork work)
    {
        foreach (var slo in await Slo.List(restored, work)) // an undo restores only a few
            await work.SetName(slo.Id, Slo.EntityKind, slo.Name);
        await work.MakeDue([SloMeasurer.Lane]);
    }
}
