using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.FileProviders;
using Npgsql;
using OwnerConsole.Api;
using OwnerConsole.Data;
using OwnerConsole.Gates;
using OwnerConsole.Identity;
using OwnerConsole.Kernel;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Live;
using OwnerConsole.Metrics;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Shell;
using OwnerConsole.Telemetry;
using OwnerConsole.Ui.Documents;

namespace OwnerConsole;

/// <summary>Builds the web application. The executable runs it; tests start it on a free port.</summary>
public static class ConsoleHost
{
    private const int MaxConnections = 2000;
    private const long MaxBodyBytes = 1 << 20;
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Migrates the database, then builds the application. The caller starts it.</summary>
    /// <exception cref="SchemaException">The database schema does not match this program.</exception>
    /// <exception cref="BackupException">The database is an older copy, and later erasures can't be repeated.</exception>
    public static async Task<WebApplication> Build(HostOptions options, CancellationToken stop = default)
    {
        await Schema.Migrator(options.Connections, options.Modules).Run(stop);

        var builder = WebApplication.CreateEmptyBuilder(
            new()
            {
                ApplicationName = typeof(ConsoleHost).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
                WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
                EnvironmentName = Environments.Production,
            }
        );
        builder.AddTelemetry(options.Telemetry);
        Listen(builder.WebHost, options);
        AddServices(builder.Services, options);

        var app = builder.Build();
        DocumentFonts.Register(app.Environment.WebRootPath);
        app.Services.GetRequiredService<KeyRing>().Read();
        await app.Services.GetRequiredService<Collations>().Check(stop);
        await app.Services.GetRequiredService<ErasureLedger>().Replay(stop);
        Use(app);
        return app;
    }

    private static void Listen(IWebHostBuilder web, HostOptions options) =>
        web.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.AllowSynchronousIO = false;
                kestrel.Limits.MaxConcurrentConnections = MaxConnections;
                kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
                kestrel.Limits.MaxRequestLineSize = 2 * HeaderLimit.MaxAddressLength;
                kestrel.Limits.MaxRequestHeadersTotalSize = 2 * HeaderLimit.MaxHeadersLength;
                kestrel.RequestHeaderEncodingSelector = name => CloudEventReader.IsAttribute(name) ? Encoding.Latin1 : null;
                void Encrypt(ListenOptions listen)
                {
                    if (options.Tls is { } tls)
                        listen.UseHttps(tls.Handshake);
                }
                if (IPAddress.TryParse(options.Bind, out var address))
                    kestrel.Listen(address, options.Port, Encrypt);
                else if (options.Port == 0)
                    kestrel.Listen(IPAddress.Loopback, 0, Encrypt); // localhost resolves to two addresses, which can't share one free port
                else
                    kestrel.ListenLocalhost(options.Port, Encrypt);
                kestrel.ListenForMetrics(options.Telemetry);
            });

    /// <summary>Builds the services without serving, for commands that run next to a console.</summary>
    public static ServiceProvider Services(HostOptions options)
    {
        var services = new ServiceCollection().AddLogging();
        AddServices(services, options);
        return services.BuildServiceProvider();
    }

    private static void AddServices(IServiceCollection services, HostOptions options)
    {
        services.AddRouting();
        services.AddRequestDecompression();
        services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddSingleton(options);
        services.AddSingleton(options.Clock);
        services.AddSingleton<ShutdownNotice>();
        services.AddIngestAndMetrics(); // first, so that events are received until everything else has stopped
        services.AddSingleton(new DataMap(Schema.Assemblies(options.Modules)));
        services.AddSingleton(new ProcessingRecord(Schema.Assemblies(options.Modules))).AddSingleton<MemberTables>();
        services.AddKernel(options.Connections, ModuleList.Assemblies(options.Modules));
        services.AddSingleton(new CheckpointAnchor(options.Checkpoints)).AddSingleton(new ErasureFile(options.Erasures)).AddSingleton(options.Backups);
        services.AddSingleton(new DataFolder(options.DataFolder));
        if (options.Volume is { } volume)
            services.AddSingleton(volume).AddHostedService<DiskSpaceMonitor>();
        services.AddIdentities(options.MasterKey);
        services.AddSingleton<CspReports>();
        services.AddSingleton(new OutboundHostPolicy(options.AllowPrivateHosts)).AddSingleton(options.Vendors).AddSingleton<VendorHttp>();
        services.AddSingleton(provider => new Panels(options.Modules, provider));
        services.AddSingleton(new SettingCatalogue(options.Modules));
        services.AddSingleton(new EventKinds(options.Modules));
        services.AddDescription();
        services.AddShell(options.Modules);
        foreach (var module in options.Modules)
            module.AddServices(services);
    }

    private static void Use(WebApplication app)
    {
        app.UseMetrics();
        app.UseOuterGates();
        app.UseShell();
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = Directory.Exists(app.Environment.WebRootPath) ? new PhysicalFileProvider(app.Environment.WebRootPath) : new NullFileProvider(),
                OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable",
            }
        );
        app.UseRouting();
        app.UseMiddleware<EncodedSlashes>();
        app.UseMiddleware<PageResponseHeaders>();
        app.UseMiddleware<BodyLimit>();
        app.UseRequestDecompression(); // the endpoint's body limit also applies to decompressed bodies
        app.UseInnerGates();
        app.UseMiddleware<LivePosition>();
        app.UseMiddleware<VocabularyMiddleware>();
        app.MapGet("/healthz", () => "ok").AllowAnyone("liveness probe for process supervisors");
        app.MapGet("/readyz", Ready).AllowAnyone("readiness probe for load balancers");
        app.Map("/owner/{**rest}", (HttpRequest request, string? rest) => Results.Redirect(WithoutOwner(rest, request.QueryString), preserveMethod: true))
            .AllowAnyone("redirects to the address without /owner, which checks its own permission");
        app.MapShell();
        OperationEndpoints.Map(app);
        MetricEndpoints.Map(app);
        app.MapDescription();
        foreach (var module in app.Services.GetRequiredService<HostOptions>().Modules)
            module.MapRoutes(app);
    }

    /// <summary>Keeps only one slash: two would make the rest of the path a host name.</summary>
    private static string WithoutOwner(string? rest, QueryString query) => UriHelper.BuildRelative("", "/" + rest?.TrimStart('/'), query);

    private static async Task<IResult> Ready(Database database, ShutdownNotice leaving, CancellationToken stop)
    {
        if (leaving.IsAnnounced)
            return Results.Text("leaving", statusCode: StatusCodes.Status503ServiceUnavailable);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(ReadyTimeout);
        try
        {
            await using var work = await database.Read(patience.Token);
            await work.One<int>("select 1");
            return Results.Text("ready");
        }
        catch (Exception silent) when (silent is NpgsqlException or OperationCanceledException)
        {
            return Results.Text("database", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
