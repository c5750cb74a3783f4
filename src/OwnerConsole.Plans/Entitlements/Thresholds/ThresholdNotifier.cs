using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Thresholds;

/// <summary>Logs, and notifies the application of, tenants that have come near a limit or reached it. Claims don't wait for it.</summary>
public sealed class ThresholdNotifier(Database database, LogWriter logbook) : IWorkHandler
{
    private const int BatchSize = 100;

    public string Name => "thresholds.tell";

    public string Title => "Notify limit thresholds";

    public TimeSpan? Interval => TimeSpan.FromSeconds(10);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<Threshold> untold;
        await using (var reading = await database.Read(stop))
            untold = await ReachedThresholds.FindUnpublished(BatchSize, reading);
        if (untold.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Name), [.. untold.Select(threshold => threshold.TenantId).Distinct()], stop);
        logbook.Write([.. (await ReachedThresholds.MarkPublished(untold, work)).Select(Line)], work);
        await work.Commit();
        return untold.Count == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    private static LogLine Line(Threshold threshold)
    {
        var (tenant, feature) = (new EntityReference(threshold.TenantId), new EntityReference(threshold.FeatureId));
        return new(
            threshold.TenantId,
            "system",
            "system",
            "done",
            threshold.Percent < 100
                ? Sentence.Say($"{tenant} has used {threshold.Percent}% of its limit for {feature}.")
                : Sentence.Say($"{tenant} has reached its limit for {feature}.")
        )
        {
            Code = "threshold_reached",
            Subject = threshold.TenantId,
            Message = Message.Event(
                "entitlement.threshold_reached",
                new ThresholdReached(
                    threshold.Feature,
                    threshold.Percent,
                    Allowance.Plain(threshold.Used),
                    Allowance.Plain(threshold.Allows),
                    threshold.PeriodStart,
                    ClaimProcessor.ResetsAt(threshold.PeriodEnd)
                )
            ),
        };
    }
}

/// <summary>Event about a threshold of a limit that a tenant has reached.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Percent">Share of the limit in percent: 80, 90 or 100.</param>
/// <param name="Used">Usage in the period when the threshold was reached.</param>
/// <param name="ResetsAt">When that period ends; null if it never does.</param>
internal sealed record ThresholdReached(string Feature, int Percent, string Used, string Limit, DateTimeOffset PeriodStart, DateTimeOffset? ResetsAt);
