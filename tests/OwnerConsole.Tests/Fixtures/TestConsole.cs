using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Digests;
using OverviewCache = OwnerConsole.Insights.Overview.OverviewCache;

namespace OwnerConsole.Fixtures;

/// <summary>The real console on a free port with its own database: for a class (<c>IClassFixture</c>) or, by <see cref="Start"/>, for one test.</summary>
public class TestConsole : IAsyncLifetime
{
    /// <summary>A master key for tests.</summary>
    public static readonly byte[] AnyKey = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    /// <summary>An address on this machine at which nothing answers, so that no test calls a vendor.</summary>
    private static readonly Uri NoVendor = new("http://127.0.0.1:9");

    private WebApplication? _app;
    private Connections _copy = null!; // set before any test sees it

    /// <summary>Modules of this console.</summary>
    protected virtual IReadOnlyList<Module> Modules => ModuleList.All;

    public HostOptions Options { get; private set; } = null!; // set before any test sees it

    public Uri Address { get; private set; } = null!; // set before any test sees it

    /// <summary>A client that neither follows redirects nor stores cookies, so that a test sees the direct response.</summary>
    public HttpClient Client { get; private set; } = null!; // set before any test sees it

    public IServiceProvider Services => _app!.Services;

    /// <summary>Separate connections of the test, so that it can keep one open while the console works.</summary>
    public Database Database { get; private set; } = null!; // set before any test sees it

    public static async Task<TestConsole> Start(Func<HostOptions, HostOptions>? change = null)
    {
        var console = new TestConsole();
        await console.Begin(change);
        return console;
    }

    public ValueTask InitializeAsync() => new(Begin(change: null));

    /// <summary>A client that stores cookies like a browser and follows no redirects.</summary>
    public HttpClient NewBrowser() => NewClient(useCookies: true);

    /// <summary>Waits until every subscriber has read the whole log.</summary>
    public async Task WaitForLogSubscribers()
    {
        var left = 1L;
        while (left > 0)
        {
            await Task.Delay(20);
            await using var work = await Database.Read();
            left = await work.One<long>(
                "select count(*) from core.log l left join core.log_order o using (id) where o.pos is null or o.pos > (select min(pos) from core.cursors)"
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            await Database.DisposeAsync();
            await Drop(_copy);
        }
        GC.SuppressFinalize(this);
    }

    private async Task Begin(Func<HostOptions, HostOptions>? change)
    {
        _copy = await Copy();
        Database = new(_copy);
        var plain = new HostOptions(Pool(_copy), Port: 0, MasterKey: AnyKey, AllowPrivateHosts: true)
        {
            Vendors = new(NoVendor)
            {
                Twilio = NoVendor,
                Slack = NoVendor,
                Discord = NoVendor,
                AlertServices = NoVendor,
            },
        };
        Options = change?.Invoke(plain) ?? await Change(plain);
        _app = await ConsoleHost.Build(Options);
#pragma warning disable CA2000 // the factory disposes it with the console
        Services.GetRequiredService<ILoggerFactory>().AddProvider(new ServerErrors());
#pragma warning restore CA2000
        await _app.StartAsync();
        if (Services.GetService<OverviewCache>() is { } overview)
            overview.MaxAge = TimeSpan.Zero; // a test reads its own changes at once
        if (Services.GetService<MetricDigestCache>() is { } digests)
            digests.MaxAge = TimeSpan.Zero;
        // Uses the host name, because cookies and Secure rules treat localhost specially.
        Address = new UriBuilder(_app.Urls.First()) { Host = "localhost" }.Uri;
        Client = NewClient(useCookies: false);
    }

    /// <returns>Connections to a database that no one else writes.</returns>
    protected virtual Task<Connections> Copy() => TestCluster.Current.Copy();

    protected virtual Task<HostOptions> Change(HostOptions plain) => Task.FromResult(plain with { Modules = Modules });

    protected virtual Task Drop(Connections copy) => TestCluster.Current.Drop(copy);

    /// <summary>One connection for each role: a request that opens a second one while it holds the first would deadlock, as parallel requests would deadlock each other.</summary>
    protected virtual Connections Pool(Connections copy)
    {
        static string One(string connection) => new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 1, Timeout = 10 }.ConnectionString;
        return copy with { App = One(copy.App), Console = One(copy.Console), Bound = One(copy.Bound), Portal = One(copy.Portal) };
    }

    /// <summary>For tests in which a statement waits for a lock while other requests go on.</summary>
    public static Connections Roomy(Connections narrow)
    {
        static string Many(string connection) => new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 16 }.ConnectionString;
        return narrow with { App = Many(narrow.App), Console = Many(narrow.Console) };
    }

    private HttpClient NewClient(bool useCookies) => NewClient(Address, useCookies);

    /// <summary>A client that follows no redirect.</summary>
    public static HttpClient NewClient(Uri address, bool useCookies) =>
        new(
            new ContractHandler(
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = useCookies,
                    AutomaticDecompression = DecompressionMethods.None,
                }
            )
        )
        {
            BaseAddress = address,
        };
}
