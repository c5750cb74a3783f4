using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tests.Kernel.Data;

/// <summary>The machine's clock jumps (fault 6): the database's decides, and somebody is told.</summary>
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
    public async Task Sessions_codes_and_signatures_go_on_and_every_page_says_that_the_clocks_disagree(int minutes)
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
        var told = await receiver.Next(); // the unmodified packages refuse a timestamp that is five minutes off

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        _owner.Page.ShouldContain("Clocks differ.");
        _owner.Page.ShouldContain(minutes > 0 ? "ahead of" : "behind");
        signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        (told.Verified, told.Type).ShouldBe((true, "tenant.suspended"));
    }

    [Fact]
    public async Task Clocks_that_agree_within_two_seconds_trouble_nobody()
    {
        _clock.By = TimeSpan.FromSeconds(1);
        await _console.Services.GetRequiredService<ClockMonitor>().Measure(CancellationToken.None);

        await _owner.Get("/tenants");

        _owner.Page.ShouldNotContain("Clocks differ.");
    }
}
