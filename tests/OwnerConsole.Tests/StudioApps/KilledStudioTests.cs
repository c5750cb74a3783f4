using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.StudioApps;

/// <summary>The application is killed while the console is unavailable (fault 8): its unsent reports are on its disk.</summary>
[Slow(15, "StudioApp")]
[NotPooled("The application is killed, not the console; KilledIntakeTests run the statements of the console.")]
public sealed class KilledStudioTests : IDisposable
{
    private readonly InstalledConsole _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Bookings_made_before_both_were_killed_are_counted_once_after_the_restart()
    {
        var copy = await TestCluster.Current.Copy();
        await using var services = ConsoleHost.Services(new(copy, _machine.Port, TestConsole.AnyKey, AllowPrivateHosts: true));
        var database = services.GetRequiredService<Database>();
        var console = await Begin();
        await using var studio = await StudioProcess.Start(copy, _machine.Address, await TestApplication.Connect(services, _machine.Address));
        await studio.Open();
        await database.Until("select count(*) = 8 from core.members");

        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();
        var booked = await studio.Book();
        await studio.Kill();
        console = await Begin();
        await studio.Restart();
        await database.Until($"select count(*) = {booked} from core.events where type = 'lesson.booked'");
        await studio.Kill();
        await studio.Restart(); // acknowledged events are not sent again, and would not be counted twice
        await studio.Visitor.Post("/sign-out");
        await database.Until("select exists (select from core.events where type = 'session.ended')");

        await using (var work = await database.Read())
            (await work.One<long>("select count(*) from core.events where type = 'lesson.booked'")).ShouldBe(booked);
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();

        async Task<System.Diagnostics.Process> Begin()
        {
            var process = _machine.Start(
                "serve",
                [.. InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey), ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow")]
            );
            await _machine.Ready(process);
            return process;
        }
    }
}
