using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>The response time does not reveal whether an account exists.</summary>
public sealed class SignInTimingTests
{
    [Fact]
    public async Task An_unknown_address_takes_as_long_as_a_wrong_password()
    {
        await using var console = await TestConsole.Start();
        await TestBrowser.Owner(console);
        var signIns = console.Services.GetRequiredService<SignIns>();
        var (known, unknown) = (new List<double>(), new List<double>());

        for (var sample = 0; sample < 9; sample++)
        {
            known.Add(await Seconds(() => signIns.CheckPassword(TestBrowser.Email, "not the password at all", null, new(null, null), CancellationToken.None)));
            unknown.Add(
                await Seconds(() => signIns.CheckPassword("nobody@example.org", "not the password at all", null, new(null, null), CancellationToken.None))
            );
        }

        var ratio = Median(unknown) / Median(known); // without a hash for unknown addresses it would be a tenth
        ratio.ShouldBeInRange(0.5, 2);
    }

    [Fact]
    [Trait("When", "nightly")]
    public async Task Two_hundred_samples_do_not_distinguish_an_unknown_address_from_a_wrong_password()
    {
        await using var console = await TestConsole.Start();
        await TestBrowser.Owner(console);
        var signIns = console.Services.GetRequiredService<SignIns>();
        var longer = new List<double>();

        for (var sample = 0; sample < 200; sample++)
        {
            // Runs both concurrently and alternates which is first, so that other load on the machine affects both equally.
            var (first, second) = sample % 2 == 0 ? (TestBrowser.Email, "nobody@example.org") : ("nobody@example.org", TestBrowser.Email);
            var one = await Seconds(() => signIns.CheckPassword(first, "not the password at all", null, new(null, null), CancellationToken.None));
            var other = await Seconds(() => signIns.CheckPassword(second, "not the password at all", null, new(null, null), CancellationToken.None));
            longer.Add(sample % 2 == 0 ? one - other : other - one);
        }

        Math.Abs(Median(longer)).ShouldBeLessThan(0.005);
    }

    private static async Task<double> Seconds(Func<Task> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> samples) => samples.Order().ElementAt(samples.Count / 2);
}
