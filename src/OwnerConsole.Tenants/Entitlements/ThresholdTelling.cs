using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Tells the log and the application which tenants have come near a limit, or have reached it. Whoever claims doesn't wait for it.</summary>
public sealed class ThresholdTelling(Database database, Logbook logbook) : IWorkKind
{
    private const int AtOnce = 100;

    public string Name => "thresholds.tell";

    public TimeSpan? Every => TimeSpan.FromSeconds(10);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<Threshold> untold;
        await using (var reading = await database.Read(stop))
            untold = await Thresholds.Untold(AtOnce, reading);
        if (untold.Count == 0)
            return WorkOutcome.Over;
        await using var work = await database.Write(Door.Intake(Name), [.. untold.Select(one => one.TenantId).Distinct()], stop);
        logbook.Write([.. (await Thresholds.Tell(untold, work)).Select(Line)], work);
        await work.Commit();
        return untold.Count == AtOnce ? WorkOutcome.Again(TimeSpan.Zero) : WorkOutcome.Over;
    }

    private static LogLine Line(Threshold threshold)
    {
        var (tenant, feature) = (new Reference(threshold.TenantId), new Reference(threshold.FeatureId));
        return new(
            threshold.TenantId,
            "system",
            "system",
            "done",
            threshold.Percent < 100
                ? Sentence.Say($"{tenant} has used {threshold.Percent} % of what it may use of {feature}.")
                : Sentence.Say($"{tenant} has used all that it may use of {feature}.")
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
                    Claims.Ends(threshold.PeriodEnd)
                )
            ),
        };
    }
}

/// <summary>What the application hears.</summary>
/// <param name="Feature">its key</param>
/// <param name="Percent">80, 90 or 100 hundredths of the limit</param>
/// <param name="Used">by then, in the period that ran</param>
/// <param name="ResetsAt">when that period ends; null when it never does</param>
internal sealed record ThresholdReached(string Feature, int Percent, string Used, string Limit, DateTimeOffset PeriodStart, DateTimeOffset? ResetsAt);
