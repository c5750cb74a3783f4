using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Agreements;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Writes to the log when an SLA is at risk or breached. Alert rules count these entries, and webhooks receive those of tenants.</summary>
public sealed class SlaEvents(LogWriter logbook)
{
    public const string AtRiskCode = "sla_at_risk",
        BreachedCode = "sla_breached";

    private const string AtRiskType = "sla.at_risk",
        BreachedType = "sla.breached";

    internal static readonly IReadOnlyList<EventKind> Kinds =
    [
        EventKind.Of(
            AtRiskType,
            "An SLA of a tenant is likely to be breached by the end of its period.",
            EventSubject.Tenant,
            new SlaPayload("", default, default)
        ),
        EventKind.Of(BreachedType, "An SLA of a tenant is breached.", EventSubject.Tenant, new SlaPayload("", default, default)),
    ];

    /// <summary>Writes an entry for each tenant.</summary>
    /// <param name="work">Names the tenants.</param>
    internal void Write(Sla sla, MeasuredPeriod period, IReadOnlyList<(string TenantId, SlaState State)> worse, UnitOfWork work) =>
        logbook.Write(
            [
                .. worse.Select(row => new LogLine(
                    row.TenantId,
                    "intake",
                    "system",
                    "done",
                    row.State is SlaState.Breached
                        ? Sentence.Say($"{new EntityReference(sla.Id)} of {new EntityReference(row.TenantId)} is breached.")
                        : Sentence.Say($"{new EntityReference(sla.Id)} of {new EntityReference(row.TenantId)} is at risk.")
                )
                {
                    Subject = row.TenantId,
                    Code = CodeOf(row.State),
                    Message = Message.Event(row.State is SlaState.Breached ? BreachedType : AtRiskType, new SlaPayload(sla.Id, period.First, period.Last)),
                }),
            ],
            work
        );

    /// <summary>Writes one entry for all tenants, whose result is the same.</summary>
    /// <param name="work">A transaction on the platform.</param>
    internal void WriteShared(Sla sla, SlaState state, int tenants, UnitOfWork work) =>
        logbook.Write(
            [
                new(
                    IdGenerator.Platform,
                    "intake",
                    "system",
                    "done",
                    state is SlaState.Breached
                        ? Sentence.Say($"{new EntityReference(sla.Id)} is breached for {tenants:tenant}.")
                        : Sentence.Say($"{new EntityReference(sla.Id)} is at risk for {tenants:tenant}.")
                )
                {
                    Subject = sla.Id,
                    Code = CodeOf(state),
                },
            ],
            work
        );

    private static string CodeOf(SlaState state) => state is SlaState.Breached ? BreachedCode : AtRiskCode;

    /// <param name="Sla">ID of the SLA.</param>
    /// <param name="StartsOn">First day of the period.</param>
    /// <param name="EndsOn">Last day of the period.</param>
    private sealed record SlaPayload(string Sla, DateOnly StartsOn, DateOnly EndsOn);
}
