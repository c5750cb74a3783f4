using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Data;

/// <summary>The machine's clock jumps (fault 6): the database clock is used, and people are warned.</summary>
[Slow(5, "Data")]
public sealed class ClockJumpTests : IAsyncLifetime
{
    private readonly JumpingClock _clock = new();
    private TestConsole _console = null!; // started before each test
    private TestBrowser _owner = null!; // signed in before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start(options => options with { Clock = _clock });
        _owner = await TestBrowser.Owner(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData(+60)]
    [InlineData(-60)]
    public async Task Sessions_codes_and_signatures_keep_working_and_pages_warn_of_clock_differences(int minutes)
    {
        await using var receiver = await WebhookReceiver.Start();
        var app = await TestApplication.Connect(_console);
        await receiver.Connect(app);

        _clock.By = TimeSpan.FromMinutes(minutes);
        await _console.Services.GetRequiredService<ClockMonitor>().Measure(CancellationToken.None);
        var page = await _owner.Get("/tenants");
        var again = _owner.NewBrowser();
        await again.SignIn(again.NextCode());
        var signedIn = await again.Get("/tenants");
        var tenant = await app.Tenant("jumped");
        await app.Post($"/api/v1/tenants/{tenant}/suspend", new { });
        var delivery = await receiver.Next(); // the verification libraries refuse timestamps more than five minutes off

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        _owner.Page.ShouldContain("Clocks differ.");
        _owner.Page.ShouldContain(minutes > 0 ? "ahead of" : "behind");
        signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        (delivery.Verified, delivery.Type).ShouldBe((true, "tenant.suspended"));
    }

    [Fact]
    public async Task Clocks_within_two_seconds_cause_no_warning()
    {
        _clock.By = TimeSpan.FromSeconds(1);
        await _console.Services.GetRequiredService<ClockMonitor>().Measure(CancellationToken.None);

        await _owner.Get("/tenants");

        _owner.Page.ShouldNotContain("Clocks differ.");
    }
}
