using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Agreements;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Writes versions of SLAs.</summary>
internal static class SlaRows
{
    /// <summary>Replaces the current version of an SLA, or adds its first one.</summary>
    /// <param name="input">Normalized and valid.</param>
    public static async Task Open(string id, SlaInput input, TenantTargets targets, UnitOfWork work)
    {
        await Sla.Versions.Close([id], work);
        await work.Execute(
            """
            insert into agreements.slas (tenant_id, sla_id, kind, name, slo_id, min_severity, priority, within_minutes, business_hours, target, period,
                                         min_events, query, tenants, credits, max_credit, opened_by, opened_at)
            values ('tnt_platform', @id, @Kind, @Name, @SloId, @MinSeverity, @Priority, @WithinMinutes, @businessHours, @TargetValue::numeric, @Period,
                    @MinEvents, @query, @tenants, @credits, @MaxCreditValue::numeric, @run, clock_timestamp())
            """,
            new
            {
                id,
                input.Kind,
                input.Name,
                input.SloId,
                input.MinSeverity,
                input.Priority,
                input.WithinMinutes,
                businessHours = input.BusinessHours is { } hours ? Json.Element(hours) : (JsonElement?)null,
                input.TargetValue,
                input.Period,
                input.MinEvents,
                query = Json.Element(targets.Query),
                tenants = targets.Tenants.ToArray(),
                credits = CreditSteps.Write(input.Steps ?? []),
                input.MaxCreditValue,
                run = work.RunId,
            }
        );
        await work.SetName(id, Sla.EntityKind, input.Name);
        await work.MakeDue([SlaMeasurer.Lane]);
    }

    /// <summary>Restores the names of SLAs after an undo, and measures what was not measured in the meantime.</summary>
    public static async Task Resume(IReadOnlyList<string> restored, UnitOfWork work)
    {
        foreach (var sla in await Sla.List(restored, work)) // an undo restores only a few
            await work.SetName(sla.Id, Sla.EntityKind, sla.Name);
        await work.MakeDue([SlaMeasurer.Lane]);
    }
}
