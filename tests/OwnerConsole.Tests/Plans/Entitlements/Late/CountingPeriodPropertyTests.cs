using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tests.Pure.Periods;

namespace OwnerConsole.Tests.Plans.Entitlements.Late;

/// <summary>Late usage is counted once, in the period that an independent calendar calculates.</summary>
public sealed class CountingPeriodPropertyTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Late_usage_is_counted_in_its_period_and_the_periods_add_up()
    {
        var late = await LateUsagePlatform.Open(console);
        await late.Limited.Declare("late-days", "counter", "try", resets: "day", allows: "5");
        await late.Limited.Declare("late-weeks", "counter", "try", resets: "week", allows: "5");
        var now = TimeProvider.System.GetUtcNow();
        now = new(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);

        foreach (var (number, (days, hours, zone, feature, uses)) in Gen.Sample(History, 12, 12).Index())
        {
            // Its periods start at another hour than the current one, so none ends during the test.
            var opened = now.AddDays(-days).AddHours(-hours);
            var tenant = await late.Limited.On($"late-calendar-{number}");
            await late.Limited.App.Put($"/api/v1/tenants/{tenant}", new { time_zone = zone });
            await late.Limited.Execute(FormattableString.Invariant($"update core.tenants set opened_at = '{opened:u}' where tenant_id = @tenant"), tenant);

            foreach (var (minutes, amount) in uses)
                await late.Count(tenant, feature, now.AddMinutes(-minutes), $"{amount}");

            var expected = uses.GroupBy(
                    use => Start(opened, now.AddMinutes(-use.Minutes), now, feature is "late-days" ? ResetInterval.Day : ResetInterval.Week, zone),
                    use => use.Amount
                )
                .ToDictionary(group => group.Key, group => (decimal)group.Sum());
            await using var work = await console.Database.Read();
            (await work.List<Row>("select period_start, used from entitlements.usage where tenant_id = @tenant", new { tenant }))
                .ToDictionary(row => row.PeriodStart, row => row.Used)
                .ShouldBe(expected, ignoreOrder: true, $"{opened:u} {zone} {feature}");
        }
    }

    private static DateTimeOffset Start(DateTimeOffset opened, DateTimeOffset at, DateTimeOffset now, ResetInterval unit, string zone)
    {
        var starts = SecondCalendar.Starts(opened, at, unit, zone);
        return starts.First(start => start > at) > now.AddHours(-72)
            ? starts.Last(start => start <= at)
            : SecondCalendar.Starts(opened, now, unit, zone).Last(start => start <= now);
    }

    private static readonly Gen<(int Minutes, int Amount)> Use =
        from minutes in Gen.Frequency((3, Gen.Choose(1, 6 * 24 * 60)), (1, Gen.Choose(1, 31 * 24 * 60)))
        from amount in Gen.Choose(1, 4)
        select (minutes, amount);

    /// <summary>Includes tenants that were opened before a clock change.</summary>
    private static readonly Gen<(int Days, int Hours, string Zone, string Feature, (int Minutes, int Amount)[] Uses)> History =
        from days in Gen.Choose(0, 700)
        from hours in Gen.Choose(3, 20)
        from zone in Gen.Elements("Australia/Lord_Howe", "Europe/Berlin", "UTC")
        from feature in Gen.Elements("late-days", "late-weeks")
        from uses in Use.ArrayOf(12)
        select (days, hours, zone, feature, uses);

    private sealed record Row(DateTimeOffset PeriodStart, decimal Used);
}
