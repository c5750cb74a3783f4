using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Client;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Sdk;

/// <summary>The console is unavailable while its application reports.</summary>
[Slow(9, "Client")]
public sealed class ConsoleUnavailableTests : IDisposable
{
    private const int Before = 300,
        While = 2_500;

    private readonly InstalledConsole _machine = new();
    private readonly DirectoryInfo _spool = Directory.CreateTempSubdirectory("oc-spool-");

    public void Dispose()
    {
        _machine.Dispose();
        _spool.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_reported_while_the_console_is_down_are_counted_once(bool isSpooled)
    {
        var copy = await TestCluster.Current.Copy();
        await using var services = ConsoleHost.Services(new(copy, _machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        var console = await Begin();
        var owner = await TestApplication.Connect(services, _machine.Address);
        var tenant = await owner.Tenant("studio");

        await using (var app = await ConnectedApp.Start(Options(owner.Key, isSpooled)))
        {
            await Report(app, tenant, Before);
            console.Kill();
            await console.WaitForExitAsync();
            await Report(app, tenant, While);
            console.Dispose();
            console = await Begin();
        }

        await using (var work = await database.Read())
            (await work.One<long>("select count(*) from core.events")).ShouldBe(Before + While);
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();

        async Task<System.Diagnostics.Process> Begin()
        {
            var process = _machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
            await _machine.Ready(process);
            return process;
        }
    }

    private OwnerConsoleOptions Options(string key, bool isSpooled) =>
        new()
        {
            Address = _machine.Address,
            Key = key,
            Application = ConnectedApp.Name,
            Spool = isSpooled ? _spool.FullName : null,
            BatchSize = 100,
        };

    private static async Task Report(ConnectedApp app, string tenant, int count)
    {
        for (var number = 0; number < count; number += 50)
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.Console.Report(new("class.booked", tenant))));
    }
}
