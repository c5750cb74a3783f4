using System.Diagnostics;
using System.Text.Json;
using FakeStripe;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A console in a separate process that can be killed. Its Stripe is a FakeStripe in the process of the test.</summary>
internal sealed class KilledConsoleStage : IAsyncDisposable
{
    private readonly Connections _copy;
    private readonly InstalledConsole _machine = new();
    private readonly ServiceProvider _services;
    private readonly HttpClient _stripe;
    private Process _console = null!; // set by Open
    private ConnectedConsole? _connected;

    private KilledConsoleStage(Connections copy, FakeStripeServer server)
    {
        (_copy, Server) = (copy, server);
        _services = ConsoleHost.Services(new(copy, _machine.Port, TestConsole.AnyKey));
        _stripe = new() { BaseAddress = server.Address };
        _stripe.DefaultRequestHeaders.Authorization = new("Bearer", StripeStage.Key);
    }

    public FakeStripeServer Server { get; }

    public Uri Address => _machine.Address;

    public Database Database => _services.GetRequiredService<Database>();

    public static async Task<KilledConsoleStage> Open()
    {
        var server = await FakeStripeServer.Start(new() { Keys = new Dictionary<string, IReadOnlyList<string>> { [StripeStage.Key] = [] } });
        server.Webhooks.Lose = _ => true; // a test sends events by itself
        var stage = new KilledConsoleStage(await TestCluster.Current.Copy(), server);
        stage._console = await stage.Begin();
        return stage;
    }

    /// <returns>Ids of new customers in Stripe, which are named Customer 0, Customer 1 and so on.</returns>
    public async Task<IReadOnlyList<string>> CreateCustomers(int count)
    {
        var ids = new List<string>(count);
        while (ids.Count < count)
            ids.Add((await Post("/v1/customers", ("name", $"Customer {ids.Count}"))).GetProperty("id").GetString()!);
        return ids;
    }

    /// <summary>Creates or changes an object in Stripe.</summary>
    public async Task<JsonElement> Post(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await _stripe.PostAsync(path, content);
        return JsonSerializer.Deserialize<JsonElement>(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    /// <returns>An object as Stripe has it now.</returns>
    public Task<string> Get(string path) => _stripe.GetStringAsync(path);

    /// <summary>Connects test mode.</summary>
    public async Task Connect() => await (await Connected()).Save();

    /// <inheritdoc cref="ConnectedConsole.Copied"/>
    public async Task Copied() => await (await Connected()).Copied();

    /// <inheritdoc cref="ConnectedConsole.Projected"/>
    public async Task Projected() => await (await Connected()).Projected();

    public async Task<IReadOnlyList<T>> List<T>(string sql)
    {
        await using var work = await Database.Read();
        return await work.List<T>(sql);
    }

    /// <summary>Kills the console and starts it again.</summary>
    public async Task Restart()
    {
        await Kill();
        await using (var work = await Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Execute("update work.lanes set leased_until = null where leased_until is not null"); // they would last a minute
            await work.Commit();
        }
        _console = await Begin();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _stripe.Dispose();
        await Server.DisposeAsync();
        await _services.DisposeAsync();
        _machine.Dispose();
        await TestCluster.Current.Drop(_copy);
    }

    private async Task<ConnectedConsole> Connected() => _connected ??= new(await TestApplication.Connect(_services, Address), Database);

    private async Task<Process> Begin()
    {
        var console = _machine.Start(
            "serve",
            [
                .. InstalledConsole.ConnectionVariables(_copy, TestConsole.AnyKey),
                ("OWNER_CONSOLE_STRIPE_API", Server.Address.ToString()),
                ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow"),
            ]
        );
        await _machine.Ready(console);
        _ = Task.WhenAll(console.StandardOutput.ReadToEndAsync(), console.StandardError.ReadToEndAsync()); // unread output would block the process
        return console;
    }

    private async Task Kill()
    {
        _console.Kill();
        await _console.WaitForExitAsync();
        _console.Dispose();
    }
}
