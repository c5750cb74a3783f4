using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>The response time does not reveal whether an account exists.</summary>
[NotPooled("Measures times, which the pooler only adds to.")]
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
        var (differences, times) = (new List<double>(), new List<double>());

        // The first of two calls can be slower than the second, so each sample takes both orders and the effect cancels out.
        for (var sample = 0; sample < 100; sample++)
        {
            var known = await CheckPassword(TestBrowser.Email);
            var unknown = await CheckPassword("nobody@example.org");
            unknown += await CheckPassword("nobody@example.org");
            known += await CheckPassword(TestBrowser.Email);
            differences.Add((known - unknown) / 2);
            times.Add(known / 2);
        }

        // Relative, because every call takes longer on a busy machine. On a machine so busy that this is within the error of the median, the error counts.
        Math.Abs(Median(differences)).ShouldBeLessThan(Math.Max(0.05 * Median(times), 3 * ErrorOfMedian(differences)));

        Task<double> CheckPassword(string address) =>
            Seconds(() => signIns.CheckPassword(address, "not the password at all", null, new(null, null), CancellationToken.None));
    }

    private static async Task<double> Seconds(Func<Task> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    /// <returns>Standard error of the median, from the median distance to it, which outliers don't change.</returns>
    private static double ErrorOfMedian(List<double> samples)
    {
        var middle = Median(samples);
        var deviation = 1.4826 * Median([.. samples.Select(sample => Math.Abs(sample - middle))]);
        return 1.2533 * deviation / Math.Sqrt(samples.Count);
    }

    private static double Median(List<double> samples) => samples.Order().ElementAt(samples.Count / 2);
}
