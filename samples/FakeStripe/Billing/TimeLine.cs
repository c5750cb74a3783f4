using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Runs everything that is due in the order of time.</summary>
internal sealed class TimeLine(StripeAccount account)
{
    private const int MaxSteps = 100_000;

    /// <param name="testClock">Test clock whose time moves; null moves the time of the account.</param>
    public void Run(JsonObject? testClock, long until)
    {
        for (var step = 0; step < MaxSteps; step++)
        {
            var next = Due(testClock?.Text("id")).Where(due => due.At <= until).OrderBy(due => due.At).FirstOrDefault();
            if (next.Run is null)
                break;
            Set(testClock, Math.Max(next.At!.Value, account.Now));
            next.Run();
        }
        Set(testClock, until);
    }

    private IEnumerable<(long? At, Action Run)> Due(string? clockId) =>
        account.Renewals.Due(clockId).Concat(account.Schedules.Due(clockId)).Concat(clockId is null ? account.Sessions.Due() : []);

    private void Set(JsonObject? testClock, long at)
    {
        account.UseClock(testClock);
        if (testClock is null)
            account.Clock.Replay(at);
        else
            testClock["frozen_time"] = at;
    }
}
