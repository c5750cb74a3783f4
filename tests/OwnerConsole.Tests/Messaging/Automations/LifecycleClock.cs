using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;
using OwnerConsole.Tests.Revenue.Stripe;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>One clock for FakeStripe, a tenant and its automations.</summary>
/// <remarks>Stripe's clock moves forward. The console uses the time of its database, so what it has stored moves back by the same days.</remarks>
internal sealed class LifecycleClock(StripeStage stage, string tenant)
{
    /// <param name="report">What the application reports about these days, once it has received the events of Stripe.</param>
    public async Task Advance(int days, Func<Task>? report = null)
    {
        stage.Server.Clock.Advance(TimeSpan.FromDays(days));
        await stage.Projected();
        if (report is not null)
            await report();
        await using (var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, tenant]))
        {
            foreach (
                var sql in new[]
                {
                    "update core.tenants set opened_at = opened_at - @by, trial_ends_at = trial_ends_at - @by where tenant_id = @tenant",
                    """
                        update automations.enrollments
                           set enrolled_at = enrolled_at - @by, due_at = due_at - @by, occurrence = to_char(occurrence::date - @days, 'YYYY-MM-DD')
                         where tenant_id = @tenant
                        """,
                    "update automations.activations set opened_at = opened_at - @by where tenant_id = 'tnt_platform' and closed_by is null",
                }
            )
                await work.Execute(
                    sql,
                    new
                    {
                        by = TimeSpan.FromDays(days),
                        days,
                        tenant,
                    }
                );
            await work.Commit();
        }
        await Execute();
    }

    /// <summary>Starts what is due twice at the same time, next to the workers in the background, and executes all steps that are due.</summary>
    public async Task Execute()
    {
        await Task.WhenAll(LifecycleHarness.Run<DateSweep>(stage.Console), LifecycleHarness.Run<DateSweep>(stage.Console));
        for (var round = 0; round < 3; round++) // the first round can stop at a step that another worker has executed
            await Task.WhenAll(LifecycleHarness.Run<StepRunner>(stage.Console), LifecycleHarness.Run<StepRunner>(stage.Console));
    }
}
