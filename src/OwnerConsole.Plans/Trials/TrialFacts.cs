using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Trials;

/// <summary>State of a tenant that changing its trial depends on.</summary>
/// <param name="EndsAt">Current end of the trial; null if none is known.</param>
/// <param name="EndsBefore">End of the trial after the last change is undone.</param>
/// <param name="Length">Length of a new trial in days; null if no plan has one.</param>
public sealed record TrialFacts(
    string TenantId,
    long Revision,
    TenantLifecycle Lifecycle,
    DateTimeOffset? EndsAt,
    DateTimeOffset? EndsBefore,
    int? Length,
    DateTimeOffset Now
) : ISubject
{
    public const int MaxDays = 365;

    public string Id => TenantId;

    public bool HasEnded => Lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised;

    /// <summary>End of a new trial: the end of its last day in UTC, so that a preview and its run agree.</summary>
    public DateTimeOffset EndOfNewTrial(int days) => new(Now.UtcDateTime.Date.AddDays(days + 1), TimeSpan.Zero);

    /// <summary>Time left in a running trial, by its last day in UTC: a new trial of 14 days ends in 14 days.</summary>
    public string DaysLeft =>
        EndsAt is not { } end ? ""
        : (end.UtcDateTime.AddTicks(-1).Date - Now.UtcDateTime.Date).Days is var days and > 0 ? $"in {days} {Nouns.For(days, "day")}"
        : "today";

    /// <summary>End of an extended trial: days are added to its end if that is in the future, else to today.</summary>
    public DateTimeOffset EndOfExtension(int days) => EndsAt is { } end && end > Now ? end.AddDays(days) : EndOfNewTrial(days);

    /// <summary>Event for the application with the new end itself, so that it doesn't have to calculate; null for no trial.</summary>
    public static Message ChangedMessage(DateTimeOffset? end) => Message.Event("tenant.trial_changed", new { EndsAt = end });

    public static async Task<IReadOnlyList<TrialFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision + {TrialEnds.Revision} + {TenantPlanItems.Revision} as revision, s.lifecycle,
                   {TrialEnds.CurrentEnd} as ends_at, {TrialEnds.EndAfterUndo} as ends_before,
                   array(select i.plan from core.plan_items i where i.tenant_id = s.tenant_id and i.to_at is null) as plans, now() as now
              from core.tenant_status s join core.tenants t on t.tenant_id = s.tenant_id
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        var trials = (await PlanCatalogue.Find(work)).Where(plan => plan.TrialDays > 0).ToList();
        var common = await PlanCatalogue.Revision(work);
        return
        [
            .. rows.Select(row => new TrialFacts(
                row.TenantId,
                // A preview from yesterday would have another last day.
                row.Revision
                    + common
                    + DateOnly.FromDateTime(row.Now.UtcDateTime).DayNumber,
                row.Lifecycle,
                row.EndsAt,
                row.EndsBefore,
                trials.Where(plan => row.Plans.Contains(plan.Key)).Max(plan => (int?)plan.TrialDays) ?? trials.Max(plan => (int?)plan.TrialDays),
                row.Now
            )),
        ];
    }

    private sealed record Row(
        string TenantId,
        long Revision,
        TenantLifecycle Lifecycle,
        DateTimeOffset? EndsAt,
        DateTimeOffset? EndsBefore,
        string[] Plans,
        DateTimeOffset Now
    );
}
