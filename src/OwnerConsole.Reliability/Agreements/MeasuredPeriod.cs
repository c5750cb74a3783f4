using OwnerConsole.Data;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>A period of an SLA with what was measured until now.</summary>
/// <param name="First">First day.</param>
/// <param name="Last">Last day.</param>
/// <param name="StartsAt">Start of the first day in the time zone of the platform.</param>
/// <param name="EndsAt">End of the last day.</param>
/// <param name="Now">Time of the measurement.</param>
internal sealed record MeasuredPeriod(DateOnly First, DateOnly Last, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset Now)
{
    /// <summary>Events that arrive late, and corrections of incidents, count for a day after the end.</summary>
    private static readonly TimeSpan s_open = TimeSpan.FromDays(1);

    /// <summary>Events of the SLO; none if tenants have separate numbers.</summary>
    public EventCount Events { get; private init; }

    /// <summary>Numbers by tenant, without tenants that have none.</summary>
    public IReadOnlyDictionary<string, EventCount> Counts { get; private init; } = new Dictionary<string, EventCount>(StringComparer.Ordinal);

    /// <summary>Tenants that have a stored result.</summary>
    public IReadOnlyList<string> Known { get; private init; } = [];

    /// <summary>When the result becomes final. Incidents and tickets of the last minute of the period must have had their time.</summary>
    public DateTimeOffset ClosesAt { get; private init; }

    /// <summary>Whether the result is final.</summary>
    public bool IsComplete => Now >= ClosesAt;

    private TimeSpan Elapsed => (Now < EndsAt ? Now : EndsAt) - StartsAt;

    private TimeSpan Length => EndsAt - StartsAt;

    /// <param name="tenants">IDs of the tenants of the SLA.</param>
    public static async Task<MeasuredPeriod> Read(
        Sla sla,
        IReadOnlyList<string> tenants,
        DateOnly first,
        DateOnly last,
        Zone zone,
        DateTimeOffset now,
        UnitOfWork reading
    )
    {
        var (startsAt, endsAt) = (zone.StartOf(first).ToUniversalTime(), zone.StartOf(last.AddDays(1)).ToUniversalTime());
        var to = now < endsAt ? now : endsAt;
        return new(first, last, startsAt, endsAt, now)
        {
            ClosesAt = (sla.Calendar?.FindDue(endsAt, sla.Limit) ?? endsAt + sla.Limit) + s_open,
            Events = sla.Kind is SlaKind.Slo ? await SlaNumbers.FindEvents(sla, first, last, reading) : default,
            Counts =
                sla.Kind is SlaKind.Availability ? await SlaNumbers.FindDowntime(sla, tenants, startsAt, to, reading)
                : sla.Kind is SlaKind.ResolutionTime ? await SlaNumbers.FindResolutions(sla, tenants, startsAt, to, reading)
                : sla.Kind.CountsTickets() ? await SlaTickets.Count(sla, tenants, startsAt, to, now, reading)
                : new Dictionary<string, EventCount>(StringComparer.Ordinal),
            Known = await reading.List<string>(
                "select r.tenant_id from agreements.results r where r.sla_id = @Id and r.starts_on = @first",
                new { sla.Id, first }
            ),
        };
    }

    /// <returns>The result that all tenants share.</returns>
    public MeasuredResult OfAll(Sla sla) => OfEvents(sla, Events);

    /// <returns>The result of one tenant.</returns>
    public MeasuredResult Of(string tenantId, Sla sla)
    {
        var count = Counts.GetValueOrDefault(tenantId);
        return sla.Kind switch
        {
            SlaKind.Availability => ToResult(sla, count with { Events = (long)Length.TotalSeconds }, SlaOutcome.OfTime(Elapsed, Length, count.Bad, sla.Target)),
            SlaKind.FirstReply or SlaKind.TicketResolution => ToResult(sla, count, SlaOutcome.OfTickets(count, Elapsed, Length, sla.Target, sla.MinEvents)),
            _ => OfEvents(sla, count),
        };
    }

    private MeasuredResult OfEvents(Sla sla, EventCount count) => ToResult(sla, count, SlaOutcome.OfEvents(count, Elapsed, Length, sla.Target, sla.MinEvents));

    private static MeasuredResult ToResult(Sla sla, EventCount count, SlaOutcome outcome) =>
        new(count, outcome, outcome is { State: SlaState.Breached, Actual: { } actual } ? CreditSteps.PercentFor(sla.Steps, actual, sla.MaxCredit) : 0);
}

/// <summary>What was measured for one tenant, or for all.</summary>
/// <param name="Count">Seconds of the period and seconds with an incident, or events.</param>
/// <param name="CreditPercent">Percent of the monthly price that the steps of the SLA give; 0 for none.</param>
internal sealed record MeasuredResult(EventCount Count, SlaOutcome Outcome, decimal CreditPercent);
